import type { SupportedDataType } from '#accounting/data-types';
import { indexedColumns } from '#accounting/indexed';
import type { ProofResult } from '#database/entities/ledger-proof.entity';
import type { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';

export interface StoredRecord {
  id: string;
  /** Null: a record that could not be read. */
  document: Record<string, unknown> | null;
  deleted?: boolean;
}

export interface StoredList {
  operatorId: string;
  connectionId: string;
  dataType: SupportedDataType;
  /** Key of the source that they are from. */
  source?: string;
}

/** Puts records and their totals into the store, as a pull would have left them. */
export async function storeRecords(tenants: Tenants, { operatorId, connectionId, dataType, source = '' }: StoredList, records: readonly StoredRecord[]): Promise<void> {
  const rows = records.map(({ id, document, deleted }) => ({
    source_id: id, document: document && JSON.stringify(document), is_deleted: deleted ?? false,
    modified_at: document?.['modifiedDate'] ?? '2026-01-01T00:00:00Z', ...(document ? indexedColumns(dataType, document) : {}),
  }));
  await tenants.sql(operatorId, async (client) => {
    await client.query(`
      insert into record (operator_id, connection_id, data_type, source_id, document, native, native_hash, is_deleted, modified_at, source,
                          status, number, contact_id, currency, issued_on, due_on, total, amount_due, settled_on)
      select $1, $2, $3, source_id, document, '{}', '', is_deleted, modified_at, $5, status, number, contact_id, currency, issued_on, due_on, total, amount_due, settled_on
      from jsonb_to_recordset($4) as x(source_id text, document text, is_deleted boolean, modified_at timestamptz, status text, number text,
        contact_id text, currency text, issued_on timestamp, due_on timestamp, total numeric, amount_due numeric, settled_on date)`,
    [operatorId, connectionId, dataType, JSON.stringify(rows), source]);
    await client.query(`
      insert into record_total (operator_id, connection_id, data_type, served, unserved, deleted)
      select $1, $2, $3, count(document), count(*) - count(document), count(*) filter (where is_deleted)
      from record where operator_id = $1 and connection_id = $2 and data_type = $3
      on conflict (operator_id, connection_id, data_type) do update
        set served = excluded.served, unserved = excluded.unserved, deleted = excluded.deleted, version = record_total.version + 1`,
    [operatorId, connectionId, dataType]);
  });
}

/** What a record was before its last change. */
export async function storeVersion(
  tenants: Tenants, { operatorId, connectionId, dataType }: StoredList, { id, document, from, to }: { id: string; document: Record<string, unknown>; from: string; to: string },
): Promise<void> {
  await tenants.sql(operatorId, (client) => client.query(`
    insert into record_version (operator_id, connection_id, data_type, source_id, valid_from, valid_to, document) values ($1, $2, $3, $4, $5, $6, $7)`,
  [operatorId, connectionId, dataType, id, from, to, JSON.stringify(document)]));
}

export interface StoredDataset {
  companyId: string;
  connectionId: string;
  dataType: string;
  status?: string;
  requestedAt?: string;
  completedAt?: string | null;
}

/** A pull of one data type that ended, unless told otherwise. */
export async function storeDataset(tenants: Tenants, operatorId: string, dataset: StoredDataset): Promise<string> {
  const id = newId();
  const { companyId, connectionId, dataType, status = 'Complete', requestedAt = '2026-11-01T10:00:00Z', completedAt = '2026-11-01T10:01:00Z' } = dataset;
  await tenants.sql(operatorId, (client) => client.query(`
    insert into dataset (operator_id, id, company_id, connection_id, data_type, status, progress, requested_at, completed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  [operatorId, id, companyId, connectionId, dataType, status, completedAt ? 100 : 10, requestedAt, completedAt]));
  return id;
}

/** A push that succeeded, unless told otherwise. */
export async function storePush(tenants: Tenants, operatorId: string, { companyId, connectionId }: { companyId: string; connectionId: string }): Promise<string> {
  const id = newId();
  await tenants.sql(operatorId, (client) => client.query(`
    insert into push (operator_id, id, company_id, connection_id, organisation_id, data_type, kind, document, status, stage, outcome, status_code, changes, completed_at)
    values ($1, $2, $3, $4, 'o', 'invoices', 'Create', '{}', 'complete', 'done', 'Success', 200, '[{"type":"Created","recordRef":{"id":"i1","dataType":"invoices"}}]', now())`,
  [operatorId, id, companyId, connectionId]));
  return id;
}

/** A connection in any state, without the way there. */
export async function storeConnection(tenants: Tenants, operatorId: string, companyId: string, status = 'Linked', linkedAt: string | null = '2026-11-01T09:00:00Z'): Promise<string> {
  const id = newId();
  await tenants.sql(operatorId, (client) => client.query(`
    insert into connection (operator_id, id, company_id, platform_key, app_id, organisation_id, organisation_name, status, linked_at)
    select $1, $2, $3, 'gbol', a.id, $4, 'Demo Company (UK)', $5, $6 from app a where a.operator_id = $1 limit 1`,
  [operatorId, id, companyId, newId(), status, linkedAt]));
  return id;
}

/** An order to map invoices again that no worker has taken. */
export async function storeRemapping(tenants: Tenants, operatorId: string, connectionId: string): Promise<string> {
  const id = newId();
  await tenants.sql(operatorId, (client) => client.query(
    `insert into remapping (operator_id, id, connection_id, scope) values ($1, $2, $3, '{"dataTypes": ["invoices"]}')`, [operatorId, id, connectionId]));
  return id;
}

/** A proof of books that differ in one account, by a cent. */
export async function storeProof(tenants: Tenants, operatorId: string, connectionId: string): Promise<string> {
  const id = newId();
  const result: ProofResult = {
    message: '1 account differs from Xero\'s trial balance: Sales (200).',
    reasons: [],
    comparison: {
      baseCurrency: 'GBP', asOf: '2026-11-22', openingOn: '2024-12-31', months: { from: '2024-12', to: '2026-11' }, documents: 3, postings: 9, accounts: 4, differing: 1,
      differences: [{ accountId: 'sales', code: '200', name: 'Sales', report: 'TrialBalance', date: '2026-11-22', dates: 1, ours: '-100.00', theirs: '-99.99', difference: '0.01' }],
    },
  };
  await tenants.sql(operatorId, async (client) => {
    await client.query(`
      insert into ledger_proof (operator_id, id, connection_id, status, verdict, tries, calls, requested_at, finished_at, result)
      values ($1, $2, $3, 'complete', 'Differs', 2, 4, '2026-11-22T10:00:00Z', '2026-11-22T10:00:05Z', $4)`, [operatorId, id, connectionId, JSON.stringify(result)]);
    await client.query(`update connection set ledger_proof = $3 where operator_id = $1 and id = $2`, [operatorId, connectionId, JSON.stringify({
      status: 'Differs', message: result.message, asOf: '2026-11-22', completed: '2026-11-22T10:00:05.000Z' })]);
  });
  return id;
}
