import type pg from 'pg';
import { appendConnectionEvent } from './append.js';

/** Records named in one event: a body stays at some 25 kB, which consumers' servers take. */
const mostRecords = 200;

interface Place {
  readonly operatorId: string;
  readonly connectionId: string;
}

/** A record that was added, changed or marked as deleted, as it is now and, if it was served before, as it was then. */
export interface ChangedRecord<DataType extends string> {
  readonly dataType: DataType;
  readonly sourceId: string;
  readonly document: object;
  readonly before: object | null;
  readonly gone: boolean;
}

/**
 * Tells consumers which records of a connection changed and which fields, in the transaction that stores them. Nothing is
 * told while no consumer wants to know, which is looked up once, and of a data type not before it was pulled completely
 * once: that is what `read.completed.initial` says.
 */
export class ToldChanges<DataType extends string> {
  private told: Promise<DataType[]> | undefined;

  constructor(private readonly place: Place, private readonly dataTypes: readonly DataType[]) {}

  /** The data types of which changes are told: of them `tell` has to know what was there before. */
  types(client: pg.ClientBase): Promise<DataType[]> {
    return (this.told ??= this.lookUp(client));
  }

  async tell(client: pg.ClientBase, changed: readonly ChangedRecord<DataType>[]): Promise<void> {
    const { operatorId, connectionId } = this.place;
    for (const dataType of await this.types(client)) {
      const records = changed.filter((record) => record.dataType === dataType).map(wire);
      for (let start = 0; start < records.length; start += mostRecords) {
        const change = { dataType, records: records.slice(start, start + mostRecords) };
        await appendConnectionEvent(client, operatorId, connectionId, 'data.changed', { change });
      }
    }
  }

  /** A consumer that is disabled may ask for what it missed. */
  private async lookUp(client: pg.ClientBase): Promise<DataType[]> {
    const { rows: [{ types }] } = await client.query<{ types: DataType[] }>(`
      select coalesce(array_agg(t.data_type), '{}') as types from unnest($3::text[]) t (data_type)
      where exists (
        select from connection k
        join company c on c.operator_id = k.operator_id and c.id = k.company_id
        join webhook_consumer w on w.operator_id = k.operator_id and 'data.changed' = any(w.event_types) and (w.company_tags = '{}' or exists (
          select from jsonb_each_text(c.tags) g where g.key || ':' || g.value = any(w.company_tags)))
        where k.operator_id = $1 and k.id = $2)
      and exists (
        select from dataset d where d.operator_id = $1 and d.connection_id = $2 and d.data_type = t.data_type and d.status = 'Complete')`,
    [this.place.operatorId, this.place.connectionId, this.dataTypes]);
    return types;
  }
}

function wire({ sourceId, document, before, gone }: ChangedRecord<string>) {
  if (gone) return { id: sourceId, type: 'Deleted' };
  return before ? { id: sourceId, type: 'Modified', fields: changedFields(before, document) } : { id: sourceId, type: 'Created' };
}

/** Names of what the wire shows at the top of a document; the time at which we noticed says nothing. */
function changedFields(before: object, now: object): string[] {
  const [then, there] = [before, now] as Readonly<Record<string, unknown>>[];
  const names = [...new Set([...Object.keys(then), ...Object.keys(there)])].filter((name) => name !== 'modifiedDate');
  return names.filter((name) => JSON.stringify(then[name]) !== JSON.stringify(there[name])).sort();
}
