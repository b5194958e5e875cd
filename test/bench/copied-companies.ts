import type pg from 'pg';
import { newId } from '#platform/ids';

export interface CompanyCopy {
  companyId: string;
  connectionId: string;
  organisationId: string;
}

/** Tables that hold what was pulled of a connection, and when it is to be pulled again. */
const ofConnection = ['record', 'record_total', 'source_state', 'sync_schedule'];

/** Makes a linked and pulled company again and again, for an organisation of each: rows only, without the way there. */
export async function copyCompany(admin: pg.Client, connectionId: string, organisationIds: readonly string[]): Promise<CompanyCopy[]> {
  const copies = organisationIds.map((organisationId) => ({ companyId: newId(), connectionId: newId(), organisationId }));
  await admin.query(`
    create temporary table copy as select * from jsonb_to_recordset($1::jsonb) as c("companyId" uuid, "connectionId" uuid, "organisationId" text)`, [JSON.stringify(copies)]);
  const copyRows = (table: string, changes: string, condition: string) => admin.query(`
    insert into ${table} select (jsonb_populate_record(t, ${changes})).* from ${table} t cross join copy c where ${condition}`);
  const connection = `'${connectionId}'`;
  await copyRows('company', `jsonb_build_object('id', c."companyId", 'name', 'Company of ' || c."organisationId")`, `t.id = (select company_id from connection where id = ${connection})`);
  await copyRows('connection', `jsonb_build_object('id', c."connectionId", 'company_id', c."companyId", 'organisation_id', c."organisationId", 'external_id', gen_random_uuid())`, `t.id = ${connection}`);
  for (const table of ofConnection) await copyRows(table, `jsonb_build_object('connection_id', c."connectionId")`, `t.connection_id = ${connection}`);
  // What a reading was made with names its organisation: a delta goes on only where that is the same.
  await admin.query(`update source_state s set read_as = replace(s.read_as, (select organisation_id from connection where id = ${connection}), c."organisationId") from copy c where s.connection_id = c."connectionId"`);
  await admin.query('drop table copy');
  await admin.query('analyze');
  return copies;
}
