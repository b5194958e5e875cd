import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import { referenceFields, type ReferenceType } from '#connector-kit/build-references';
import type { Connector, Source } from '#connector-kit/connector';
import { newId } from '#platform/ids';
import type { TouchedRecord } from '#records/record-to-write';
import type { Place } from '#records/write';
import { contactTypes, paymentTypes, smallListTypes } from './references.js';

/** Which stored documents have to be mapped again: those of these data types, or of them only those named further. */
export interface RemappingScope {
  readonly dataTypes: readonly SupportedDataType[];
  /** Only documents of these contacts. */
  readonly contacts?: readonly string[];
  /** Only these documents, by their source ids. */
  readonly records?: readonly string[];
}

/**
 * What has to be mapped again because records that others name were added or changed. An account or tax rate may be named
 * anywhere; a contact's name stands in its own documents; a payment's account stands in the documents that it pays. What
 * no mapping sees of them, such as a balance, makes nothing stale.
 */
export function scopesOf(dependents: readonly SupportedDataType[], touched: readonly TouchedRecord[]): RemappingScope[] {
  if (dependents.length === 0) return [];
  const of = (dataTypes: readonly string[]) => touched.filter((record) => dataTypes.includes(record.dataType) && looksDifferent(record));
  // The whole of the dependents includes whatever the other two would name.
  if (of(smallListTypes).length > 0) return [{ dataTypes: dependents }];
  const contacts = [...new Set(of(contactTypes).map(({ sourceId }) => sourceId))];
  const records = [...new Set(of(paymentTypes).flatMap(({ document }) => paidDocuments(document)))];
  return [
    ...(contacts.length > 0 ? [{ dataTypes: dependents, contacts }] : []),
    ...(records.length > 0 ? [{ dataTypes: dependents, records }] : []),
  ];
}

function looksDifferent({ dataType, document, before }: TouchedRecord): boolean {
  if (before === null) return true;
  const [now, then] = [document, before] as Record<string, unknown>[];
  return referenceFields[dataType as ReferenceType].some((field) => JSON.stringify(now[field]) !== JSON.stringify(then[field]));
}

/** Writes down, in the page's transaction, what it makes stale. Returns the rows to be woken after the commit. */
export async function noteStale(
  client: pg.ClientBase, place: Place, source: Source, connector: Connector, touched: readonly TouchedRecord[],
): Promise<string[]> {
  const dependents = connector.sources.filter(({ needs }) => needs.includes(source.key));
  if (dependents.length === 0 || touched.length === 0) return [];
  const stale = await staleTypes(client, place, dependents);
  const ids: string[] = [];
  for (const scope of scopesOf(stale, touched)) {
    const { rows } = await client.query<{ id: string }>(`
      insert into remapping (operator_id, id, connection_id, scope)
      select $1, $2, $3, $4::jsonb where not exists (
        select 1 from remapping where operator_id = $1 and connection_id = $3 and scope = $4::jsonb and status = 'queued' and attempt = 0)
      returning id`, [place.operatorId, newId(), place.connectionId, JSON.stringify(scope)]);
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

/** Data types with stored documents. A full reading would not map them again: it leaves alone what came as it was. */
async function staleTypes(client: pg.ClientBase, { operatorId, connectionId }: Place, dependents: readonly Source[]): Promise<SupportedDataType[]> {
  const { rows } = await client.query<{ data_type: SupportedDataType }>(`
    select data_type from record_total
    where operator_id = $1 and connection_id = $2 and data_type = any($3) and served + unserved > 0 order by data_type`,
  [operatorId, connectionId, dependents.flatMap(({ dataTypes }) => dataTypes)]);
  return rows.map((row) => row.data_type);
}

interface PaymentLike {
  readonly lines?: readonly { readonly links?: readonly { readonly id?: unknown }[] }[];
}

function paidDocuments(document: object): string[] {
  return ((document as PaymentLike).lines ?? [])
    .flatMap(({ links }) => links ?? [])
    .map(({ id }) => id)
    .filter((id) => typeof id === 'string');
}
