import type pg from 'pg';
import type { Tenants } from '#database/tenant';
import type { Connector, NativeRecord, ReadPage, Source } from '#connector-kit/connector';
import type { RecordToWrite } from '#records/record-to-write';
import { takeTurn } from '#records/write';
import { beginEdition, isMappedBy } from './editions.js';
import { identify, type IdentifiedNative, pageRecords, type Wanted } from './page-records.js';
import type { HeldReading } from './readings.js';
import { ConnectionReferences, type VersionedReferences } from './references.js';
import { includes, noneUnchanged, placesOf, type Unchanged, unchangedOf } from './unchanged.js';

/** A page whose records are mapped and rendered, but for those that are stored as they came. */
export interface PreparedPage extends Pick<ReadPage, 'more' | 'total' | 'sourceTime' | 'bookmark' | 'rest'> {
  readonly identified: readonly IdentifiedNative[];
  readonly unchanged: Unchanged;
  readonly records: readonly RecordToWrite[];
  /** Of the lists that the page belongs to, from before it was compared with them. */
  readonly stored: string;
  /** Of the references that the records were mapped with. */
  readonly versions: string;
  /** Of the mappings. */
  readonly edition: string | null;
  /** Natives that are rightly of no data type. */
  readonly ignored: number;
}

/** What a page comes to for the store. */
export type PageContent = Pick<PreparedPage, 'unchanged' | 'records'>;

/** Maps the pages of one reading. */
export class PageMapping {
  private readonly references: ConnectionReferences;
  private readonly wanted: Wanted;
  private readonly edition: string | null;
  /** Whether documents of unchanged natives are what mapping them again would give; undefined until it was looked up. */
  private isCurrent: boolean | undefined;

  constructor(private readonly tenants: Tenants, private readonly reading: HeldReading, connector: Connector, private readonly source: Source) {
    this.references = new ConnectionReferences(reading);
    this.wanted = { dataTypes: reading.datasets.map(({ dataType }) => dataType), window: reading.cursor.window };
    this.edition = connector.edition ?? null;
  }

  /** Everything that can be done with a page before the one before it is stored. */
  async prepare({ natives, ...facts }: ReadPage): Promise<PreparedPage> {
    const { edition } = this;
    if (natives.length === 0) return { ...facts, edition, identified: [], unchanged: noneUnchanged, records: [], stored: '', versions: '', ignored: 0 };
    const identified = identify(this.source, natives);
    const { stored, unchanged } = await this.tenants.sql(this.reading.operatorId, async (client) => ({
      stored: await this.references.versions(client, this.wanted.dataTypes), unchanged: await this.unchangedOf(client, identified),
    }));
    const mapped = await this.map(natives, identified, unchanged);
    const ignored = natives.filter((native) => this.source.ignores?.(native)).length;
    return { ...facts, ...mapped, edition, identified, stored, unchanged, ignored };
  }

  /**
   * In the transaction that stores the page. What was mapped with references that have changed since is mapped again, and
   * so is what is no longer stored as it came. From the moment of the turn on, whoever changes references finds these
   * documents waiting for its own remapping: none is left with an old name.
   */
  async upToDate(client: pg.ClientBase, page: PreparedPage): Promise<PageContent> {
    if (page.identified.length === 0) return page;
    const [, stored, versions] = await Promise.all([
      takeTurn(client, this.reading, this.wanted.dataTypes), this.references.versions(client, this.wanted.dataTypes), this.references.versions(client),
    ]);
    // Whoever writes to a list gives it another version.
    const unchanged = page.unchanged.size > 0 && stored !== page.stored ? await this.unchangedOf(client, page.identified) : page.unchanged;
    if (includes(unchanged, page.unchanged) && versions === page.versions) return page;
    const natives = page.identified.map(({ text }) => JSON.parse(text.text.toString()) as NativeRecord);
    const known = await this.references.forPage(client, this.source, natives);
    return { unchanged, records: await pageRecords(this.source, this.wanted, { natives, identified: page.identified, unchanged }, known) };
  }

  /**
   * Most natives that are stored as they came are mapped for nothing but to find that they are of no other data type, which
   * does not need the contacts and payments that they name.
   */
  private async map(natives: readonly NativeRecord[], identified: readonly IdentifiedNative[], unchanged: Unchanged): Promise<Pick<PreparedPage, 'records' | 'versions'>> {
    const page = { natives, identified, unchanged };
    const places = placesOf(unchanged);
    const stored = new Set([...places].map((place) => identified[place].id));
    const known = await this.referencesFor(natives.filter((_, place) => !places.has(place)));
    const records = await pageRecords(this.source, this.wanted, page, known);
    if (!records.some(({ sourceId, outcome }) => stored.has(sourceId) && (outcome.kind === 'document' || outcome.kind === 'faulty'))) return { records, versions: known.versions };
    const all = await this.referencesFor(natives);
    return { records: await pageRecords(this.source, this.wanted, page, all), versions: all.versions };
  }

  private referencesFor(natives: readonly NativeRecord[]): Promise<VersionedReferences> {
    return this.tenants.sql(this.reading.operatorId, (client) => this.references.forPage(client, this.source, natives));
  }

  private async unchangedOf(client: pg.ClientBase, identified: readonly IdentifiedNative[]): Promise<Unchanged> {
    this.isCurrent ??= await this.lookUpEdition(client);
    return this.isCurrent ? unchangedOf(client, this.reading, this.wanted.dataTypes, identified) : noneUnchanged;
  }

  private async lookUpEdition(client: pg.ClientBase): Promise<boolean> {
    await beginEdition(client, this.reading, this.wanted.dataTypes, this.edition);
    return isMappedBy(client, this.reading, this.wanted.dataTypes, this.edition);
  }
}
