import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import type { ModelOf } from '#accounting/models';
import type { Call, CallAnswer, CallRequest } from './call.js';
import type { ConnectorError } from './errors.js';
import type { Files } from './files.js';
import type { IncomingWebhooks } from './incoming-webhooks.js';
import type { Ledger } from './ledger.js';
import type { Names, References } from './references.js';
import type { Write } from './writes.js';

/** One record as the platform sent it. Mappings read it and never change it. */
export type NativeRecord = Readonly<Record<string, unknown>>;

/**
 * One accounting platform, as data and pure functions. It supports exactly what it declares. It never retries, sleeps,
 * refreshes tokens, reads the environment or touches a database.
 */
export interface Connector {
  /** In URLs and in the database: never changes. */
  readonly key: string;
  readonly name: string;
  /** Identifier of the integration on the wire (UUID). */
  readonly integrationId: string;
  /** Identifier of the source on the wire (UUID); differs from `integrationId`. */
  readonly sourceId: string;
  readonly sourceType: 'Accounting';
  /** Path on our own portal. */
  readonly logoPath: string;
  readonly auth: OAuthDeclaration;
  /** The commercial tiers that an operator can say its app has; the first is the default. */
  readonly tiers: readonly Tier[];
  /** Limits of an app of this tier; an unknown tier key is read as the default tier. */
  limits(tierKey: string): Limits;
  /**
   * Another one whenever its mappings are: what was stored by other mappings is mapped again by the next full reading,
   * even if it came as it did before. Without one, everything is mapped by every reading.
   */
  readonly edition?: string;
  /** One row per endpoint, in the order in which they are best read. */
  readonly sources: readonly Source[];
  /** What can be written, by data type and kind. */
  readonly writes: readonly Write[];
  /** Files that hang on records; null where the platform has none. */
  readonly files: Files | null;
  /** How documents post, to prove what was pulled against the platform's own reports; null where no rules are known. */
  readonly ledger: Ledger | null;
  /** What the platform tells of changes, signed with a key of the app; null where it tells nothing. */
  readonly webhooks: IncomingWebhooks | null;
  /** Header that names the organisation in every call for it. */
  readonly organisationHeader: string;
  /**
   * The organisations that the token's user has connected to this app, or only those of one consent. `call` must not
   * name an organisation.
   */
  organisations(call: Call, consentId?: string): Promise<Organisation[]>;
  /** Ends one connection at the platform; done already counts as done. `call` must not name an organisation. */
  disconnect(call: Call, connectionId: string): Promise<void>;
  /** What an answer of the platform's API means: null when it is good. */
  classify(answer: CallAnswer): ConnectorError | null;
  /** What an answer of the token endpoint means: null when it is good. */
  classifyToken(answer: CallAnswer): ConnectorError | null;
  /** What the platform says is left of the limits, read from any answer. */
  remaining(answer: CallAnswer): Remaining;
  /** Whether the platform bills the bytes of the answer to this request. */
  billed(request: CallRequest): boolean;
}

/** What an app may ask for. */
export interface AppRights {
  readonly tierKey: string;
  /** The platform has approved that this app reads the journals of the ledger; only of use on a tier that has them. */
  readonly journals: boolean;
  /** Consumers may write through this app. */
  readonly writes: boolean;
}

export interface OAuthDeclaration {
  /** Paths below the platform's three hosts (login, identity, API), which come from settings. */
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly connectionsPath: string;
  /** Client id and secret go into an HTTP Basic header of the token request. */
  readonly clientAuthentication: 'basic';
  /** The least set that reads these data types, and writes them where the app may, for an app with these rights; without them, of the default tier. */
  scopes(dataTypes: readonly SupportedDataType[], rights?: AppRights): string[];
  /** A hint to offer one organisation per consent. Not a guarantee: a consent may still cover several. */
  readonly singleOrganisation: Readonly<Record<string, string>>;
  /** How long after its use a refresh token can be used again if the answer was lost. */
  readonly refreshGraceSeconds: number;
  /** Lets the app itself, without anybody's consent, list and end all its connections; null where no platform's scope does. */
  readonly appScope: string | null;
  /** Reads who consented from the claims of a new access token; throws ReadingError when they are not there. */
  identity(claims: Readonly<Record<string, unknown>>): { userKey: string; consentId: string | undefined };
}

export interface Tier {
  readonly key: string;
  readonly name: string;
  /** How many connections an app may hold; null without a limit. */
  readonly connections: number | null;
  readonly callsPerDay: number;
  /** GiB of answers that a calendar month (UTC) includes; null where the platform does not meter them or the number is agreed. */
  readonly egressGiB: number | null;
  /** What the platform publishes that the tier costs; null where it publishes nothing. */
  readonly price: TierPrice | null;
  /** Minute and day limits are lifted for the first 30 minutes of a new connection. */
  readonly rapidSync: boolean;
  /** Whether the platform lets an app of this tier read the journals of the ledger. */
  readonly journals: boolean;
  /** One sentence for the person who chooses. */
  readonly note: string;
}

/** Without tax. */
export interface TierPrice {
  /** ISO 4217. */
  readonly currency: string;
  readonly perMonth: number;
  /** Of what is read beyond `egressGiB`; null where that is not metered. */
  readonly perExtraGiB: number | null;
  /** Since which day, and where the platform says so. */
  readonly since: string;
  readonly source: string;
}

/** Per app and organisation, except `perMinuteOfApp`. */
export interface Limits {
  readonly concurrent: number;
  readonly perMinute: number;
  readonly perDay: number;
  /** Per app over all its organisations. */
  readonly perMinuteOfApp: number;
}

export interface Remaining {
  readonly minute: number | undefined;
  readonly day: number | undefined;
  readonly appMinute: number | undefined;
}

/** One connection as the platform lists it. */
export interface Organisation {
  /** The platform's id of the connection: what `disconnect` takes. */
  readonly connectionId: string;
  /** The platform's id of the organisation: what every call names. */
  readonly organisationId: string;
  readonly name: string;
  /** False for entries without books, such as an accountant's practice. They cannot be linked but do take a slot. */
  readonly hasBooks: boolean;
  readonly consentId: string | undefined;
  /** Instants, UTC with `Z`. */
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** One endpoint: read once, it serves all its data types. A data type may have several sources; their ids differ. */
export interface Source {
  readonly key: string;
  readonly dataTypes: readonly SupportedDataType[];
  /** Keys of the sources whose records this one's mappings join with. Read them first. */
  readonly needs: readonly string[];
  /** What the consent has to cover. Without it the endpoint answers `missingScope`. */
  readonly scopes: readonly string[];
  /** Only apps of a tier that has this can read the source; for others it is as if it were not there. */
  readonly tierFeature?: 'journals';
  /** Key of the source whose data types this one serves in its stead, wherever this one can be read. */
  readonly insteadOf?: string;
  /**
   * - paged: newest first, closed by a delta from the run's start, and later read as deltas (`modifiedSince`)
   * - whole: the whole list in one reading every time
   * - appended: numbered rows that are only ever added, oldest first, read from a bookmark (`after`). There is no
   *   closing delta, and no row of it ever vanishes
   */
  readonly kind: 'paged' | 'whole' | 'appended';
  /** What it means that a row of an earlier full reading is not in a new one: it is gone, or it only left the window. */
  readonly absence: 'gone' | 'kept';
  read(call: Call, request: ReadRequest): Promise<ReadPage>;
  /** Identity of the record, the same for all its data types. Throws ReadingError when there is none. */
  id(native: NativeRecord): string;
  /** Instant of the last change at the source, UTC with `Z`, whole seconds; null when the source gives none. */
  modifiedAt(native: NativeRecord): string | null;
  names(native: NativeRecord): Names;
  /**
   * What is left on account of its payments stands on the account of receivables or payables. Aged reports count it, since
   * they agree with that account.
   */
  readonly standsOnTrade?: true;
  /** Known, and meant to be of none of the data types: such as a draft of what only counts once it is posted. */
  ignores?(native: NativeRecord): boolean;
  /** One per data type of the row; a data type outside `dataTypes` has none. */
  readonly mappings: { readonly [T in SupportedDataType]?: Mapping<ModelOf<T>> };
}

/**
 * Pure: reads a native record as a document of one data type. Null: the record is not of this type (a bill is no
 * invoice); contacts and payments never decide that, and neither do they decide that a record is deleted. Throws ReadingError, and nothing else, when the record cannot be read.
 */
export type Mapping<Document extends object = CanonicalDocument> = (
  native: NativeRecord,
  references: References,
) => Mapped<Document> | null;

/**
 * `deleted`: the source says that the record is deleted. A record that was never served stays unserved; one that was
 * served keeps its last document and status and is only marked (`metadata.isDeleted`).
 */
export type Mapped<Document extends object = CanonicalDocument> =
  | { readonly deleted: false; readonly document: Document }
  | { readonly deleted: true };

/** What a source does not need it ignores. */
export interface ReadRequest {
  /** From 1. Always 1 for a list that comes whole. */
  readonly page: number;
  /** Paged and appended: only records changed at or after this instant's whole second (ISO 8601 UTC). Null: everything. */
  readonly modifiedSince: string | null;
  /** Appended: the bookmark of the last page that was read. Null: from the first row. */
  readonly after: string | null;
  /** Reports: how many months to read, the current one included. */
  readonly months: number;
  /** The day it is at the organisation: `2026-11-22`. */
  readonly today: string;
}

export interface ReadPage {
  readonly natives: readonly NativeRecord[];
  /** Whether a further page may hold records. */
  readonly more: boolean;
  /** The next page, where it came with this one: a list that comes whole is taken in parts, however long it is. */
  readonly rest?: () => ReadPage;
  /** How many records the platform counts for this request in all; null when it does not say. */
  readonly total: number | null;
  /** The platform's own clock when it answered, UTC with `Z`: the start of the next delta counts from this, not from ours. */
  readonly sourceTime: string;
  /** Appended: where the next page begins. Absent when the page has no rows: the old one still holds. */
  readonly bookmark?: string;
}
