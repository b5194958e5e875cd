import type pg from 'pg';
import type { Connector, NativeRecord, Source } from '#connector-kit/connector';
import { ToldChanges } from '#events/told-changes';
import { type Place, takeTurn, writeRecords } from '#records/write';
import { noteStale } from './changed-references.js';
import { beginEdition } from './editions.js';
import { identify, pageRecords } from './page-records.js';
import { ConnectionReferences, referenceTypes } from './references.js';
import { noneUnchanged } from './unchanged.js';

/** Records that a platform has shown outside of a reading. */
export interface ShownNatives {
  readonly source: Source;
  readonly natives: readonly NativeRecord[];
}

export interface StoredNatives {
  /** Remappings to be woken after the commit. */
  readonly remappings: readonly string[];
  /** Sources of records that were stored with the same second of change already: which of the two is the later one is not known. */
  readonly unsure: readonly string[];
}

/**
 * Stores records in the caller's transaction, as every data type of their sources, as a page of a reading would be. What a
 * reading has stored meanwhile with a later date of change stays.
 */
export async function storeNatives(
  client: pg.ClientBase, place: Place & { readonly keptVersions: number }, connector: Connector, shown: readonly ShownNatives[],
): Promise<StoredNatives> {
  const dataTypes = [...new Set(shown.flatMap(({ source }) => source.dataTypes))];
  await takeTurn(client, place, dataTypes);
  await beginEdition(client, place, dataTypes, connector.edition ?? null);
  const references = new ConnectionReferences(place);
  const changes = new ToldChanges(place, dataTypes);
  const compared = [...referenceTypes, ...await changes.types(client)];
  const remappings: string[] = [];
  const unsure: string[] = [];
  // What others are mapped with comes first.
  for (const { source, natives } of [...shown].sort((a, b) => connector.sources.indexOf(a.source) - connector.sources.indexOf(b.source))) {
    const stored = await storedChanges(client, place, source, natives);
    const changeOf = (native: NativeRecord) => stored.get(source.id(native)) ?? '';
    const current = natives.filter((native) => changeOf(native) <= (source.modifiedAt(native) ?? '~'));
    if (current.some((native) => changeOf(native) === source.modifiedAt(native))) unsure.push(source.key);
    const known = await references.forPage(client, source, current);
    const page = { natives: current, identified: identify(source, current), unchanged: noneUnchanged };
    const records = await pageRecords(source, { dataTypes: source.dataTypes, window: undefined }, page, known);
    const { touched } = await writeRecords(client, place, records, { compared, keptVersions: place.keptVersions });
    await changes.tell(client, touched);
    remappings.push(...await noteStale(client, place, source, connector, touched));
  }
  return { remappings, unsure };
}

/** When the stored records of these ids changed last, by their ids. */
async function storedChanges(client: pg.ClientBase, { operatorId, connectionId }: Place, source: Source, natives: readonly NativeRecord[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ source_id: string; native: string }>(`
    select distinct on (source_id) source_id, native from record
    where operator_id = $1 and connection_id = $2 and data_type = any($3) and source = $4 and source_id = any($5)`,
  [operatorId, connectionId, source.dataTypes, source.key, natives.map((native) => source.id(native))]);
  return new Map(rows.map(({ source_id, native }) => [source_id, source.modifiedAt(JSON.parse(native) as NativeRecord) ?? '']));
}
