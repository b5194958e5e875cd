import type { TierName } from './tiers.js';

/** One set of keys at Xero. */
export interface App {
  clientId: string;
  clientSecret: string;
  name: string;
  redirects: 'any-loopback' | string[];
  tier: TierName;
  /** Overrides the tier's cap on connections; null lifts it, undefined leaves the tier's. */
  connectionCap?: number | null;
  /** Whether one consent may cover several organisations. */
  severalPerConsent: boolean;
  /** Whether the scopes that ended for new apps in March 2026 are still granted. */
  broadScopes: boolean;
  /** Whether `scope=a+b` is understood. Reports on the real one differ, so the strict answer is the default. */
  plusInScope: boolean;
  /** Whether a new consent of a user kills the refresh tokens of that user's earlier ones. Not documented by Xero: test both. */
  newConsentInvalidates: boolean;
  /** Whether using a replaced refresh token again, within its half hour, kills the successors it gave before. Not documented: test both. */
  repeatKillsSuccessor: boolean;
  /** Whether a refused scope is called back as `invalid_scope` instead of ending on the error page. Both were seen. */
  refusedScopeCallsBack: boolean;
  /** Whether consent to a connected organisation moves its connection to the new authentication event. Not documented: test both. */
  reconnectMovesEvent: boolean;
  webhook?: Webhook | null;
}

/** Where an app is told of changes, and how badly. */
export interface Webhook {
  url: string;
  /** What deliveries are signed with. */
  key: string;
  /** Every delivery is sent twice. */
  doubled: boolean;
  /** Each event is a delivery of its own, and they overtake each other. */
  shuffled: boolean;
  /** The part of the deliveries that is never sent. */
  lostShare: number;
  /** Its address refused for a day: what happens is kept until its intent to receive is checked again. */
  disabled: boolean;
  /** Of the last event. */
  sequence: number;
}

/** What one person may do in one organisation. */
export interface Role {
  /** May connect apps to it, so that it shows in the picker. */
  connect: boolean;
  /** May read it at all. Lost when the person is removed or cut down after connecting. */
  access: boolean;
  /** Has the reporting role, without which reports, journals and manual journals answer 403. */
  reporting: boolean;
  /** May see bank details; without it they are left out of answers, without an error. */
  bankDetails?: boolean;
}

export interface Person {
  userId: string;
  email: string;
  password: string;
  givenName: string;
  familyName: string;
  /** By tenant id, in the order in which the picker shows them. */
  roles: Record<string, Role>;
}

/** A Xero organisation: what its API calls a tenant. */
export interface Organisation {
  tenantId: string;
  name: string;
  /** Which of Xero's regional editions: 'uk', 'us', 'au' or 'nz'. */
  edition: string;
  seed: number;
  /** How many invoices its books are made with. */
  invoices: number;
  /** Lines on each document; a mix of 1 to 5 when left out. */
  lines?: number | undefined;
  /** The instant its generated books are dated from, in milliseconds: kept, so that a restart makes the same books. */
  anchor: number;
  /** Uncertified apps that are connected besides the ones the simulator knows. Two of them bar a third. */
  otherUncertifiedApps: number;
  offline: boolean;
  /**
   * Whether its trial or subscription has ended, and how that shows. Xero does not document it, so these are guesses to test
   * against: `forbidden` is the 403 of an organisation that is not connected, `gone` takes it out of `/connections` as well,
   * `named` is a 403 that says it.
   */
  ended?: 'forbidden' | 'gone' | 'named' | null;
}

/** One person's authorisation of one app for one organisation. Xero counts and deletes these. */
export interface Connection {
  id: string;
  clientId: string;
  userId: string;
  tenantId: string;
  authEventId: string;
  createdAt: number;
  updatedAt: number;
}

/** Scopes add up over the consents of one person to one app, until revoked. */
export interface Grant {
  clientId: string;
  userId: string;
  scopes: string[];
}

export interface RefreshToken {
  token: string;
  clientId: string;
  userId: string;
  authEventId: string;
  sessionId: string;
  authTime: number;
  issuedAt: number;
  /** When it was exchanged for its successor, in milliseconds; it stays good for half an hour longer. */
  replacedAt: number | null;
  /** The refresh token that was exchanged for it, or null when it came from a consent. */
  parent: string | null;
}

/** A code on its way from the browser to the token endpoint. */
export interface AuthorizationCode {
  code: string;
  clientId: string;
  userId: string;
  redirectUri: string;
  authEventId: string;
  sessionId: string;
  authTime: number;
  codeChallenge: string | null;
  nonce: string | null;
  issuedAt: number;
}

/** A person's log-in at the authorise pages. */
export interface Session {
  id: string;
  userId: string;
  authTime: number;
}
