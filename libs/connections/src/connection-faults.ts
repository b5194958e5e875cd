import type { Transaction } from '#events/append';
import type pg from 'pg';

/** Why a connection cannot be read, or not wholly: one entry of the wire's `dataConnectionErrors`, but for its time. */
export interface ConnectionFault {
  /** HTTP status that the platform answered with, as text. */
  readonly statusCode: string;
  /** The kind of fault. A connection shows each kind once, with the time when it began. */
  readonly statusText: string;
  /** Names cause and repair. */
  readonly errorMessage: string;
}

interface ConnectionIds {
  readonly operatorId: string;
  readonly connectionId: string;
}

/** Puts the fault before the others, unless it stands there already. */
export async function noteFault(client: Transaction, { operatorId, connectionId }: ConnectionIds, fault: ConnectionFault): Promise<void> {
  await client.query(`
    update connection set errors = jsonb_build_array($3::jsonb || jsonb_build_object('erroredOnUtc', ${nowText})) || errors
    where operator_id = $1 and id = $2 and not errors @> $4::jsonb`,
  [operatorId, connectionId, JSON.stringify(fault), JSON.stringify([{ statusText: fault.statusText }])]);
}

/** Takes away what has healed: after a good reading all faults of the whole connection, and those of data types once none has them. */
export async function forgetHealedFaults(client: pg.ClientBase, { operatorId, connectionId }: ConnectionIds): Promise<void> {
  await client.query(`
    update connection set errors = (
      select coalesce(jsonb_agg(e order by n), '[]') from jsonb_array_elements(errors) with ordinality as listed(e, n)
      where e ->> 'statusText' in ('missingScope', 'missingRole') and exists (
        select 1 from (
          select distinct on (data_type) status from dataset where operator_id = $1 and connection_id = $2 order by data_type, requested_at desc, id desc) latest
        where latest.status = 'PermissionsError'))
    where operator_id = $1 and id = $2 and errors <> '[]'`, [operatorId, connectionId]);
}

const nowText = `to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
