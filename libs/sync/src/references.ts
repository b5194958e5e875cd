import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import { buildReferences, withNamed, type SmallLists } from '#connector-kit/build-references';
import type { NativeRecord, Source } from '#connector-kit/connector';
import type { Names, References } from '#connector-kit/references';
import type { Place } from '#records/write';
import { readSupplements, type Supplements } from './supplements.js';

/** Lists short enough to be held whole. */
export const smallListTypes = ['company', 'chartOfAccounts', 'bankAccounts', 'taxRates', 'items', 'trackingCategories'] as const satisfies readonly SupportedDataType[];
export const contactTypes = ['customers', 'suppliers'] as const satisfies readonly SupportedDataType[];
export const paymentTypes = ['payments', 'billPayments'] as const satisfies readonly SupportedDataType[];

/** Of which a mapping may see something. */
export const referenceTypes: readonly SupportedDataType[] = [...smallListTypes, ...contactTypes, ...paymentTypes];

/** Beside its native document all that a record is made from. */
export interface Known {
  readonly references: References;
  readonly supplements: Supplements;
}

/** With the versions of the lists and settings that it was taken from. */
export interface VersionedReferences extends Known {
  readonly versions: string;
}

/**
 * A connection's reference data out of its own stored records. The small lists stay in memory as long as they stay the
 * same; contacts and payments can be many, so that only those that a page names are read.
 */
export class ConnectionReferences {
  private smallVersions: string | undefined;
  private small: References = buildReferences({});

  constructor(private readonly place: Place) {}

  /** Changes whenever a record does that a mapping may have looked at, and when other values of the natives are wanted. */
  async versions(client: pg.ClientBase, dataTypes: readonly SupportedDataType[] = referenceTypes): Promise<string> {
    const { rows } = await client.query<{ versions: string | null }>(`
      select concat_ws(',',
        (select string_agg(data_type || ' ' || version, ',' order by data_type) from record_total
          where operator_id = $1 and connection_id = $2 and data_type = any($3)),
        (select string_agg(s.edition::text, ',' order by s.data_type) from supplemental_data s
          join connection k on k.operator_id = s.operator_id and k.platform_key = s.platform_key
          where k.operator_id = $1 and k.id = $2)) as versions`,
    [this.place.operatorId, this.place.connectionId, dataTypes]);
    return rows[0].versions ?? '';
  }

  forPage(client: pg.ClientBase, source: Source, natives: readonly NativeRecord[]): Promise<VersionedReferences> {
    const names = natives.map((native) => namesOf(source, native));
    return this.forNames(client, { contacts: names.flatMap(({ contacts }) => contacts), payments: names.flatMap(({ payments }) => payments) });
  }

  async forNames(client: pg.ClientBase, { contacts, payments }: Names): Promise<VersionedReferences> {
    // Before the lists are read: a change in between then shows as a version that is too old, never as one too new.
    const versions = await this.versions(client);
    await this.refreshSmallLists(client);
    const references = withNamed(this.small, {
      contacts: await this.named(client, contactTypes, new Set(contacts)),
      payments: await this.named(client, paymentTypes, new Set(payments)),
    });
    return { references, supplements: await readSupplements(client, this.place), versions };
  }

  private async refreshSmallLists(client: pg.ClientBase): Promise<void> {
    const versions = await this.versions(client, smallListTypes);
    if (versions === this.smallVersions) return;
    // Records that are gone still name what old documents point to, but a live one with the same code comes first.
    const { rows } = await client.query<{ data_type: (typeof smallListTypes)[number]; document: string }>(`
      select data_type, document from record
      where operator_id = $1 and connection_id = $2 and data_type = any($3) and document is not null
      order by is_deleted, source_id`, [this.place.operatorId, this.place.connectionId, smallListTypes]);
    const lists: Partial<Record<(typeof smallListTypes)[number], unknown[]>> = {};
    for (const row of rows) (lists[row.data_type] ??= []).push(JSON.parse(row.document));
    this.small = buildReferences({ ...lists, company: lists.company?.[0] } as SmallLists);
    this.smallVersions = versions;
  }

  private async named<T>(client: pg.ClientBase, dataTypes: readonly string[], ids: ReadonlySet<string>): Promise<T[]> {
    if (ids.size === 0) return [];
    const { rows } = await client.query<{ document: string }>(`
      select document from record
      where operator_id = $1 and connection_id = $2 and data_type = any($3) and source_id = any($4) and document is not null`,
    [this.place.operatorId, this.place.connectionId, dataTypes, [...ids]]);
    return rows.map(({ document }) => JSON.parse(document) as T);
  }
}

/** A record that cannot even say what it names is flagged when it is mapped. */
function namesOf(source: Source, native: NativeRecord): Names {
  try {
    return source.names(native);
  } catch {
    return { contacts: [], payments: [] };
  }
}
