import type { SupportedDataType } from '#accounting/data-types';
import type { Call, CallAnswer, CallRequest } from './call.js';
import type { NativeRecord } from './connector.js';
import type { References } from './references.js';

/** One kind of write of one data type that a platform takes. A connector has exactly those that it declares. */
export interface Write {
  readonly dataType: SupportedDataType;
  readonly kind: WriteKind;
  /** What the consent has to cover beyond reading. */
  readonly scopes: readonly string[];
  /** What the body may hold; its root is an object. Null where there is no body: a delete, or an attachment. */
  readonly options: WriteOption | null;
  /**
   * Says what to send, as one request. It may read the platform (GET only) and it changes nothing there. Throws WriteRefused,
   * naming fields, for what the platform would surely refuse. Asked twice for the same push it may answer differently:
   * whoever calls it keeps the first answer, and sends that.
   */
  prepare(call: Call, push: PushRequest, context: WriteContext): Promise<CallRequest>;
  /** Pure: what a good answer to that request says has happened. Throws WriteRefused when a good status holds errors. */
  written(answer: CallAnswer, push: PushRequest): Written;
  /**
   * Whether the write has happened although its answer was lost: looks for it at the platform (GET only), among what was
   * written at or after `since`. Null: it has not. Records in `claimed` belong to other pushes and are not it.
   */
  find(call: Call, push: PushRequest, sent: SentWrite): Promise<Written | null>;
}

export type WriteKind = 'Create' | 'Update' | 'Delete' | 'UploadAttachment';

/** What a consumer asked for. */
export interface PushRequest {
  /** As sent, with the form that `options` asks for. Null for a delete and for an attachment. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** The record to change, to delete or to attach to; null for a create. */
  readonly recordId: string | null;
  readonly file: { readonly name: string; readonly contentType: string; readonly bytes: Buffer } | null;
}

/** What stored data says, without a call. */
export interface WriteContext {
  readonly references: References;
  /** The day it is: `2026-11-22`. */
  readonly today: string;
  /** The record as the platform last sent it; null when it was never read or is gone. */
  stored(sourceKey: string, recordId: string): Promise<NativeRecord | null>;
}

/** A request that may or may not have reached the platform. */
export interface SentWrite {
  readonly request: CallRequest;
  /** When it was first sent, UTC with `Z`; some minutes early, as clocks differ. */
  readonly since: string;
  /** Ids of records that other pushes of this organisation have made. */
  readonly claimed: ReadonlySet<string>;
}

export interface Written {
  readonly changes: readonly Change[];
  /** What the platform now has, by source, so that it is served at once. A source without one is read again. */
  readonly natives: readonly { readonly source: string; readonly native: NativeRecord }[];
  /** Sources of records that changed too but that the answer does not show, such as the invoice that a payment settles. */
  readonly stale: readonly string[];
}

/** As on the wire of push operations. */
export interface Change {
  readonly type: 'Created' | 'Modified' | 'Deleted' | 'AttachmentUploaded';
  readonly recordRef: { readonly id: string; readonly dataType: SupportedDataType };
  readonly attachmentId?: string;
}

/** What one property of a body may hold, as a consumer reads it from the options of a data type. */
export interface WriteOption {
  readonly type: 'Array' | 'Object' | 'String' | 'Number' | 'Boolean' | 'DateTime';
  readonly displayName: string;
  readonly description: string;
  readonly required: boolean;
  /** Of an object, or of each element of an array. */
  readonly properties?: Readonly<Record<string, WriteOption>>;
  /** The only values that are taken. */
  readonly choices?: readonly { readonly value: string; readonly displayName: string }[];
  /** Rules in words, for the consumer. */
  readonly warnings?: readonly string[];
  readonly information?: readonly string[];
  /** Most characters of a text. */
  readonly maxLength?: number;
}

/** What is wrong with one field of a write. */
export interface WriteIssue {
  /** Path in the consumer's body: `lineItems[0].accountRef.id`. Empty for the record as a whole. */
  readonly field: string;
  readonly message: string;
}

/** The write will never succeed as it is: nothing was changed. */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';

  constructor(readonly issues: readonly [WriteIssue, ...WriteIssue[]]) {
    super(issues.map(({ field, message }) => field ? `${field}: ${message}` : message).join(' '));
  }
}
