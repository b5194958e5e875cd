/** What happens next. Nothing but this decides what a caller does with a failure. */
export type ConnectorErrorKind =
  /** The grant or the connection no longer works: ask the person to connect again (after the check named by `reason`). */
  | 'reconnect'
  /** A limit of the platform was hit: wait `retryAfterSeconds`, or back off with jitter when it is absent. */
  | 'throttled'
  /** Heals by itself: try again later. */
  | 'unavailable'
  /** This request will never succeed as it is; others may. */
  | 'rejected'
  /** An answer that nobody foresaw: worth a person's look. */
  | 'unexpected';

export type ConnectorErrorReason =
  /** reconnect: the access token was refused as expired. Refresh once and try once more before believing it. */
  | 'tokenExpired'
  /** reconnect: the refresh token is dead (expired, used beyond its grace, or revoked). */
  | 'grantDead'
  /** reconnect: the organisation refuses this app. Also seen for a moment on live connections: ask `organisations` first. */
  | 'notConnected'
  /** rejected: the consent does not cover this endpoint. Refreshing does not help; this data type is not available. */
  | 'missingScope'
  /** rejected: the person who connected lacks the role that this endpoint needs. */
  | 'missingRole'
  /** rejected: the platform does not know this app's credentials. */
  | 'badCredentials'
  /** rejected: validation failed or the request is malformed. */
  | 'invalidRequest'
  /** rejected: no such record or endpoint in this organisation. */
  | 'notFound'
  | 'minuteLimit'
  | 'dayLimit'
  | 'concurrentLimit'
  | 'appMinuteLimit'
  | 'otherLimit'
  /** unavailable: refused again and again although the platform lists the connection. Seen to pass, but also what a cut role does. */
  | 'refusedThoughListed'
  /** unavailable: only this organisation is away; others on the same platform work. */
  | 'organisationOffline'
  | 'platformOffline'
  | 'platformFault'
  /** unavailable: no answer at all. */
  | 'timeout'
  | 'network'
  /** unavailable: an answer that is cut off or not in the promised form. */
  | 'unreadable'
  /** unexpected: an answer larger than anything that the platform should send. */
  | 'tooLarge'
  | 'unknown';

export interface ConnectorErrorFacts {
  readonly retryAfterSeconds?: number | undefined;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** The platform's own name for the request, for its support. */
  readonly correlationId?: string | undefined;
  /** The platform's words for a person to read. Never contains headers or tokens. Never compare it with anything. */
  readonly detail?: string | undefined;
  /** invalidRequest of a write: the platform's validation messages, one each, in its words. */
  readonly messages?: readonly string[] | undefined;
}

/** A failed call to a platform. Carries no request, header, token or underlying error: it is safe to log and to store. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly retryAfterSeconds: number | undefined;
  readonly status: number | undefined;
  readonly correlationId: string | undefined;
  readonly detail: string | undefined;
  readonly messages: readonly string[] | undefined;

  constructor(
    readonly kind: ConnectorErrorKind,
    readonly reason: ConnectorErrorReason,
    facts: ConnectorErrorFacts = {},
  ) {
    super(describe(kind, reason, facts));
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.status = facts.status;
    this.correlationId = facts.correlationId;
    this.detail = facts.detail;
    this.messages = facts.messages;
  }
}

/**
 * A native record that cannot be read as its type: names the field and why. It is the only error that a mapping may
 * throw; the record is then kept with its native document and flagged with `field` and `reason`.
 */
export class ReadingError extends Error {
  override readonly name = 'ReadingError';

  constructor(
    /** Path in the native document, such as `LineItems[2].LineAmount`. */
    readonly field: string,
    readonly reason: string,
    readonly kind: 'missing' | 'unreadable' | 'unforeseen' = 'unreadable',
  ) {
    super(`${field} ${reason}`);
  }
}

function describe(kind: ConnectorErrorKind, reason: ConnectorErrorReason, facts: ConnectorErrorFacts): string {
  const status = facts.status === undefined ? '' : ` (HTTP ${facts.status})`;
  const detail = facts.detail === undefined ? '' : `: ${facts.detail}`;
  return `${kind}, ${reason}${status}${detail}`;
}
