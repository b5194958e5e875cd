/** Columns that only a document fills; a record that is merely flagged leaves them as they are. */
const documentColumns = [
  'document', 'document_hash', 'modified_at', 'source_modified_at', 'status', 'number', 'contact_id', 'currency',
  'issued_on', 'due_on', 'total', 'amount_due', 'settled_on', 'is_deleted', 'findings', 'list_version',
];
const nativeColumns = ['source', 'native', 'native_hash', 'fault'];

const takeOver = (columns: readonly string[]) => columns.map((column) => `${column} = excluded.${column}`).join(', ');

const columns = [
  'data_type text', 'source text', 'source_id text', 'document_hash text', 'native_hash text', 'fault jsonb', 'is_deleted boolean',
  'modified_at timestamptz', 'source_modified_at timestamp', 'status text', 'number text', 'contact_id text', 'currency text',
  'issued_on timestamp', 'due_on timestamp', 'total double precision', 'amount_due numeric', 'settled_on date', 'findings jsonb',
];

/**
 * Every statement takes ($1 operator, $2 connection, $3 …). Rows travel as one JSON parameter, and beside it as arrays in
 * the same order their natives ($4) and documents ($5, empty without any): measured, nothing that needs no temporary table
 * is faster, and `on conflict … where hash is distinct` would still ship and lock unchanged rows.
 */
const expanded = `
  from rows from (jsonb_to_recordset($3::jsonb) as (${columns.join(', ')}), unnest($4::text[]), unnest($5::text[]))
    as r(${columns.map((column) => column.slice(0, column.indexOf(' '))).join(', ')}, native, document)`;

const insert = `
  insert into record (operator_id, connection_id, data_type, source, source_id, document, document_hash, native, native_hash, fault,
    is_deleted, modified_at, source_modified_at, status, number, contact_id, currency, issued_on, due_on, total, amount_due, settled_on, findings,
    list_version, first_version)
  select $1, $2, r.data_type, r.source, r.source_id, r.document, decode(r.document_hash, 'hex'), r.native, decode(r.native_hash, 'hex'),
    r.fault, coalesce(r.is_deleted, false), r.modified_at, r.source_modified_at, r.status, r.number, r.contact_id, r.currency,
    r.issued_on, r.due_on, r.total, r.amount_due, r.settled_on, r.findings, t.version + 1, t.version + 1
  ${expanded}
  join record_total t on t.operator_id = $1 and t.connection_id = $2 and t.data_type = r.data_type
  on conflict (operator_id, connection_id, data_type, source_id) do update set`;

/** A record that was only flagged until now is first served by this write. */
export const insertDocuments = `${insert} ${takeOver([...documentColumns, ...nativeColumns])},
  first_version = case when record.document is null then excluded.first_version else record.first_version end`;

export const insertFaults = `${insert} ${takeOver(nativeColumns)}`;

/** The source changed something that the document does not show: the document keeps its `modifiedDate`. */
export const updateNatives = `
  update record t set source = r.source, native = r.native, native_hash = decode(r.native_hash, 'hex'), fault = null
  ${expanded}
  where t.operator_id = $1 and t.connection_id = $2 and t.data_type = r.data_type and t.source_id = r.source_id`;

/** Records that never were served and never will be. */
export const removeRecords = `
  delete from record t using jsonb_to_recordset($3::jsonb) as r(data_type text, source_id text)
  where t.operator_id = $1 and t.connection_id = $2 and t.data_type = r.data_type and t.source_id = r.source_id`;

/** $3 data type, $4 source ids. */
export const storedRecords = `
  select source, source_id, encode(native_hash, 'hex') as native_hash, encode(document_hash, 'hex') as document_hash,
    is_deleted, fault is not null as faulty
  from record where operator_id = $1 and connection_id = $2 and data_type = $3 and source_id = any($4)`;

/** $3 data types, $4 source ids. */
export const storedDocuments = `
  select data_type, source_id, document
  from record where operator_id = $1 and connection_id = $2 and data_type = any($3) and source_id = any($4)`;

/**
 * The row of totals is also the lock of its data type: two writers of one data type of one connection take turns, and
 * what `storedRecords` read stays true until the commit. $3 data types, sorted, so that two writers never wait for each other.
 */
export const makeTotals = `
  insert into record_total (operator_id, connection_id, data_type) select $1, $2, unnest($3::text[]) on conflict do nothing`;

export const lockTotals = `
  select date_trunc('second', now()) as at from record_total
  where operator_id = $1 and connection_id = $2 and data_type = any($3) order by data_type for update`;

/** $4 served, $5 unserved, $6 deleted, $7 faulty: what to add. Readers keep what they counted for as long as the version stays. */
export const addToTotals = `
  update record_total set served = served + $4, unserved = unserved + $5, deleted = deleted + $6, faulty = faulty + $7, version = version + 1
  where operator_id = $1 and connection_id = $2 and data_type = $3`;
