import type { ClientBase } from 'pg';
import type { Finding } from '#accounting/relations';
import type { RecordList } from './read.js';

/** Why a record is not served as it should be, or what a served one says against itself. */
export interface Flaw {
  readonly sourceId: string;
  /** Absent for what was found before rules had names. */
  readonly ruleId?: string | undefined;
  readonly message: string;
  readonly severity: 'warning' | 'error';
}

interface FlawedRow {
  readonly source_id: string;
  readonly fault: { readonly ruleId?: string; readonly field: string; readonly reason: string } | null;
  readonly findings: readonly Finding[] | null;
}

/** The flaws of the first so many flawed records of a list, by their ids. */
export async function readFlaws(client: ClientBase, { operatorId, connectionId, dataType }: RecordList, most: number): Promise<Flaw[]> {
  const { rows } = await client.query<FlawedRow>(`
    select source_id, fault, findings from record
    where operator_id = $1 and connection_id = $2 and data_type = $3 and (fault is not null or findings is not null)
    order by source_id limit $4`, [operatorId, connectionId, dataType, most]);
  return rows.flatMap(({ source_id: sourceId, fault, findings }) => [
    ...(fault ? [{ sourceId, ruleId: fault.ruleId, message: `${fault.field} ${fault.reason}`, severity: 'error' as const }] : []),
    ...(findings ?? []).map(({ ruleId, message, difference, severity }) =>
      ({ sourceId, ruleId, message: difference === 0 ? message : `${message}: the difference is ${difference}`, severity })),
  ]);
}
