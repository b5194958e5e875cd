import type { ClientBase } from 'pg';
import type { DocumentText, RecordList } from './read.js';

/** How far a reader of a list's changes has come: the version of the list that wrote the last record it saw, and that record. */
export interface ListPosition {
  /** Whole number as text: it may be larger than a number holds. */
  readonly version: string;
  readonly id: string;
}

export interface RecordChange {
  readonly id: string;
  /** created: the reader has not seen it yet. deleted: gone at the source, and still served with the mark that says so. */
  readonly change: 'created' | 'changed' | 'deleted';
  /** When it was written here: UTC with `Z`. */
  readonly modifiedDate: string;
  readonly document: DocumentText;
}

export interface ChangesPage {
  readonly changes: RecordChange[];
  /** Where the next page begins; the given position when there was nothing. */
  readonly position: ListPosition;
  readonly more: boolean;
}

/** Before all changes. */
export const firstPosition: ListPosition = { version: '-1', id: '' };

/**
 * The records of a list that were written after a position, each once and as it is now, in the order of their last writes.
 * A record that is written again while pages are read moves to their end: it may come twice, and nothing is passed over.
 */
export async function readChanges(client: ClientBase, { operatorId, connectionId, dataType }: RecordList, after: ListPosition, limit: number): Promise<ChangesPage> {
  const { rows } = await client.query<{ source_id: string; list_version: string; modified_at: string; document: string; change: RecordChange['change'] }>({
    name: 'record-changes',
    text: `
      select source_id, list_version, to_char(modified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as modified_at, document,
        case when is_deleted then 'deleted' when (first_version, source_id) > ($4::bigint, $5) then 'created' else 'changed' end as change
      from record
      where operator_id = $1 and connection_id = $2 and data_type = $3 and document is not null and (list_version, source_id) > ($4::bigint, $5)
      order by list_version, source_id limit $6`,
    values: [operatorId, connectionId, dataType, after.version, after.id, limit + 1],
  });
  const changes = rows.slice(0, limit).map(({ source_id: id, modified_at: modifiedDate, document, change }) => ({ id, change, modifiedDate, document }));
  const last = rows[changes.length - 1];
  return { changes, position: last ? { version: last.list_version, id: last.source_id } : after, more: rows.length > limit };
}
