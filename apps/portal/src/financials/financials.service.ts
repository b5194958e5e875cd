import { Injectable } from '@nestjs/common';
import type { BalanceSheetMonth, CashFlowMonth, ProfitAndLossMonth } from '#accounting/models/financial-statements';
import type { BalanceSheet, CashFlowStatement, ProfitAndLoss } from '#accounting/models/statements';
import { Tenants } from '#database/tenant';
import { invalid, notFound } from '#platform/errors';
import { servedThen } from '#records/list-search';
import { type DataPlace, findDataSource, noData } from '../data/data-connection.js';
import { addCashFlow, addProfitAndLoss } from './add-up.js';
import type { PeriodQuery } from './financials.operations.js';
import { type Month, periodsOf } from './periods.js';

interface StatementMonths {
  balanceSheet: BalanceSheetMonth;
  profitAndLoss: ProfitAndLossMonth;
  cashFlowStatement: CashFlowMonth;
}

/** The statements, which are stored month by month and served by periods. */
@Injectable()
export class Financials {
  constructor(private readonly tenants: Tenants) {}

  async balanceSheet(operatorId: string, companyId: string, request: PeriodQuery): Promise<BalanceSheet> {
    const { common, periods } = await this.read('balanceSheet', operatorId, companyId, request);
    return { ...common, reports: periods.map(([{ date, assets, liabilities, equity, netAssets }]) => ({ date, assets, liabilities, equity, netAssets })) };
  }

  async profitAndLoss(operatorId: string, companyId: string, request: PeriodQuery): Promise<ProfitAndLoss> {
    const { common, periods } = await this.read('profitAndLoss', operatorId, companyId, request);
    return { ...common, reportBasis: 'Accrual', reports: periods.map(addProfitAndLoss) };
  }

  async cashFlowStatement(operatorId: string, companyId: string, request: PeriodQuery): Promise<CashFlowStatement> {
    const { common, periods } = await this.read('cashFlowStatement', operatorId, companyId, request);
    return { ...common, reportBasis: 'Cash', reportInput: 'Direct', reports: periods.map(addCashFlow) };
  }

  /** The months of every period that is there as a whole; periods and their months the newest first. */
  private async read<T extends keyof StatementMonths>(dataType: T, operatorId: string, companyId: string, { periodLength, periodsToCompare, startMonth, asOf }: PeriodQuery) {
    const months = await this.months({ operatorId, companyId, dataType }, asOf);
    const [newest, oldest] = [[...months.keys()][0], [...months.keys()].at(-1)!];
    if (startMonth !== undefined && (startMonth < oldest || startMonth > newest)) {
      throw invalid('Error processing request - not valid.', [{ field: 'startMonth', message: `must be a month from ${oldest} to ${newest}` }]);
    }
    const wanted = periodsOf({ length: periodLength, count: periodsToCompare, newest: startMonth ?? newest });
    const periods = wanted.map((period) => period.map((month) => months.get(month)).filter((month) => month !== undefined));
    const common = {
      currency: months.get(newest)!.currency ?? 'XXX',
      earliestAvailableMonth: firstDay(oldest),
      mostRecentAvailableMonth: firstDay(newest),
    };
    return { common, periods: periods.filter(({ length }) => length === periodLength) };
  }

  /** All months that are stored, the newest first: never more than a few dozen. */
  private months<T extends keyof StatementMonths>(place: DataPlace & { dataType: T }, asOf: string | undefined): Promise<Map<Month, StatementMonths[T]>> {
    return this.tenants.sql(place.operatorId, async (client) => {
      const { list } = await findDataSource(client, place);
      const { rows } = await client.query<{ month: Month; document: string }>(`
        select source_id as month, document from ${asOf === undefined ? 'record' : servedThen('$4')} r
        where operator_id = $1 and connection_id = $2 and data_type = $3 and document is not null order by source_id desc`,
      [list.operatorId, list.connectionId, list.dataType, ...(asOf === undefined ? [] : [asOf])]);
      if (rows.length === 0) throw notFound(noData(place.dataType, place.companyId));
      return new Map(rows.map(({ month, document }) => [month, JSON.parse(document) as StatementMonths[T]]));
    });
  }
}

const firstDay = (month: Month) => `${month}-01T00:00:00`;
