import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import { documentText, type HashedText, type NativeText } from './record-text.js';

/** What reading a native record as one data type gave. */
export type Outcome =
  | { readonly kind: 'document'; readonly document: CanonicalDocument; readonly text: HashedText }
  /** The source says that it is deleted. Marked if it was ever served, else left out. */
  | { readonly kind: 'deleted' }
  /** Not of this data type (any more). Treated like a deleted one, if what is stored is of the same source. */
  | { readonly kind: 'absent' }
  /** Nobody wants it: what is stored of it stays as it is, and nothing else is stored. */
  | { readonly kind: 'outside' }
  /** Could not be read. Kept with its native document and flagged; a document that was served before stays. */
  | { readonly kind: 'faulty'; readonly ruleId: string; readonly field: string; readonly reason: string };

/** Rendered and hashed when it is mapped, so that the transaction that writes it has less to do. */
export function documentOutcome(document: CanonicalDocument): Outcome {
  return { kind: 'document', document, text: documentText(document) };
}

export interface RecordToWrite {
  readonly dataType: SupportedDataType;
  /** Key of the connector's source that brought it. */
  readonly source: string;
  /** Unique within the data type and connection. */
  readonly sourceId: string;
  readonly native: NativeText;
  readonly outcome: Outcome;
}

/** A record that was added or changed, as it is now. */
export interface TouchedRecord {
  readonly dataType: SupportedDataType;
  readonly sourceId: string;
  readonly document: CanonicalDocument;
  /** What was served until now; null for one that is new, back again or gone, and for data types that were not to be compared. */
  readonly before: CanonicalDocument | null;
  /** The source has it no more. */
  readonly gone: boolean;
}

/** What writing did, in records of one data type. */
export interface WriteCounts {
  added: number;
  changed: number;
  /** Known and not touched at all. */
  unchanged: number;
  /** Newly marked as deleted. */
  deleted: number;
  /** Kept with a fault, newly or as before. */
  faulty: number;
  /** Deleted at the source before they were ever served, not of this data type, or not wanted. */
  skipped: number;
}

export interface Written {
  readonly counts: ReadonlyMap<SupportedDataType, WriteCounts>;
  /** Added, changed and newly deleted ones. */
  readonly touched: readonly TouchedRecord[];
}
