import { Injectable } from '@nestjs/common';
import type { SupportedDataType } from '#accounting/data-types';
import type { AgedCreditorReport, AgedDebtorReport } from '#accounting/models/aged-report';
import { connectorOf } from '#connectors/registry';
import { Tenants } from '#database/tenant';
import { listTimeLimit } from '#records/read';
import { dataConnectionOf, findDataSource } from '../data/data-connection.js';
import { statusSql, type StatusRow } from '../datasets/data-status.js';
import { ListTurns } from '../http/list-turns.js';
import type { AgedReportQuery } from './aged-reports.operations.js';
import { type AgedContact, byContact } from './contacts.js';
import { readOutstanding, type Side } from './outstanding.js';

const sales: Side = { documents: 'invoices', notes: 'creditNotes', payments: 'payments', contact: ['customerRef', 'companyName'] };
const purchases: Side = { documents: 'bills', notes: 'billCreditNotes', payments: 'billPayments', contact: ['supplierRef', 'supplierName'] };

const dayMs = 86_400_000;

/** Debtors and creditors by age, made of the documents that were pulled. */
@Injectable()
export class AgedReports {
  constructor(private readonly tenants: Tenants, private readonly turns: ListTurns) {}

  async debtors(operatorId: string, companyId: string, query: AgedReportQuery): Promise<AgedDebtorReport> {
    const { contacts, ...report } = await this.report(sales, operatorId, companyId, query);
    return { ...report, data: contacts.map(({ id, name, ...outstanding }) => ({ customerId: id, customerName: name, ...outstanding })) };
  }

  async creditors(operatorId: string, companyId: string, query: AgedReportQuery): Promise<AgedCreditorReport> {
    const { contacts, ...report } = await this.report(purchases, operatorId, companyId, query);
    return { ...report, data: contacts.map(({ id, name, ...outstanding }) => ({ supplierId: id, supplierName: name, ...outstanding })) };
  }

  debtorsAvailable(operatorId: string, companyId: string): Promise<string> {
    return this.available(operatorId, companyId, ['customers', 'invoices', 'creditNotes', 'payments']);
  }

  creditorsAvailable(operatorId: string, companyId: string): Promise<string> {
    return this.available(operatorId, companyId, ['suppliers', 'bills', 'billCreditNotes', 'billPayments']);
  }

  private async report(side: Side, operatorId: string, companyId: string, query: AgedReportQuery): Promise<{ generated: string; reportDate: string; contacts: AgedContact[] }> {
    const now = Date.now();
    const periods = { ...query, reportDate: query.reportDate ?? new Date(now - dayMs).toISOString().slice(0, 10) };
    const rows = await this.turns.inTurn(operatorId, () => this.tenants.sql(operatorId, async (client) => {
      for (const dataType of [side.payments, side.notes]) await findDataSource(client, { operatorId, companyId, dataType });
      const { list: { connectionId }, platformKey } = await findDataSource(client, { operatorId, companyId, dataType: side.documents });
      const onAccount = connectorOf(platformKey).sources.filter(({ standsOnTrade }) => standsOnTrade).map(({ key }) => key);
      return readOutstanding(client, { operatorId, connectionId, side, onAccount, ...periods });
    }, [listTimeLimit]));
    return { generated: new Date(now).toISOString(), reportDate: `${periods.reportDate}T00:00:00`, contacts: byContact(rows, periods) };
  }

  /** As JSON: a bare `true` or `false`. */
  private available(operatorId: string, companyId: string, dataTypes: readonly SupportedDataType[]): Promise<string> {
    return this.tenants.sql(operatorId, async (client) => {
      const connection = await dataConnectionOf(client, operatorId, companyId);
      if (!connection) return 'false';
      const { rows } = await client.query<StatusRow>(statusSql, [operatorId, connection.id, dataTypes]);
      const times = rows.map(({ success_at }) => success_at?.getTime() ?? Number.NaN);
      return JSON.stringify(Math.max(...times) - Math.min(...times) <= dayMs);
    });
  }
}
