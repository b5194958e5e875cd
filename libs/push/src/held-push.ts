import type { DataType } from '#accounting/data-types';
import type { CallRequest } from '#connector-kit/call';
import type { PushRequest, WriteIssue, WriteKind } from '#connector-kit/writes';
import type { Attempt } from '#queue/lease';
import type { Access } from '#sync/platform-sources';

/** How far a push has come: what is sent is known; it may have arrived; its outcome is known. */
export type PushStage = 'queued' | 'prepared' | 'sent' | 'done';

/** A push under an attempt of this process. */
export interface HeldPush extends Attempt {
  readonly companyId: string;
  readonly connectionId: string;
  readonly dataType: DataType;
  readonly kind: WriteKind;
  asked: PushRequest;
  /** When the consumer saw the record change last, if no later state of it is to be changed. */
  readonly seenChange: string | null;
  /** What the write made stale is read again. */
  readonly syncAfter: boolean;
  readonly requestedAt: Date;
  /** The organisation that it was asked for. */
  readonly organisationId: string;
  /** As the connection stands now. */
  readonly connection: { readonly platformKey: string; readonly status: string; readonly organisationId: string | null; readonly access: Access };
  readonly keptVersions: number;
  stage: PushStage;
  request: CallRequest | null;
  failures: number;
  /** How many idempotency keys it took so far. */
  keys: number;
  /** How often it was found not to have arrived though it was sent. */
  rounds: number;
  /** By `performance.now()`, never later than the database has it: when it was first sent under the last key; null when it was not. */
  sentAt: number | null;
  /** When it was first sent under any key. */
  firstSentAt: Date | null;
}

/** The work is given back until then. */
export interface Again {
  readonly againInMs: number;
}

/** What a push came to without success. `status` is the wire's, in the style of HTTP. */
export interface PushFailure {
  readonly status: 400 | 403 | 404 | 409 | 503;
  readonly error: string;
  readonly issues: readonly WriteIssue[];
}

/** Another push was found to have made this record. */
export class RecordClaimed extends Error {
  override readonly name = 'RecordClaimed';
}

/** Of every sending with its repetitions: Xero takes 128 characters. */
export const keyOf = ({ id, keys }: Pick<HeldPush, 'id' | 'keys'>): string => `ledgerbridge-${id}-${keys}`;
