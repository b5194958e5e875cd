import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import type { HashedText } from './record-text.js';
import type { Outcome, RecordToWrite, WriteCounts } from './record-to-write.js';

/** What the store knows of a record before the page is written. */
export interface StoredRecord {
  readonly source: string;
  readonly nativeHash: string;
  readonly documentHash: string | null;
  readonly isDeleted: boolean;
  readonly faulty: boolean;
}

export interface DocumentToWrite {
  readonly record: RecordToWrite;
  readonly document: CanonicalDocument;
  readonly text: HashedText;
  readonly deleted: boolean;
  /** Another document of it is served until now. */
  readonly replaces: boolean;
}

/** Rows with a document, of which deleted; rows without one; rows with a fault, whether they have a document or not. */
export interface Totals {
  served: number;
  unserved: number;
  deleted: number;
  faulty: number;
}

type DocumentOutcome = Outcome & { kind: 'document' };

/** Decides for each record of a page what has to be written, by comparing hashes. Pure. */
export class WritePlan {
  readonly documents: DocumentToWrite[] = [];
  /** To be kept and flagged. */
  readonly faults: RecordToWrite[] = [];
  /** Only the native document changed, or where it comes from. */
  readonly natives: RecordToWrite[] = [];
  /** Served until now, gone from now on. */
  readonly marks: RecordToWrite[] = [];
  /** Never served: nothing is left to keep. */
  readonly removals: RecordToWrite[] = [];
  /** What to add to the totals. */
  readonly totals = new Map<SupportedDataType, Totals>();

  readonly counts = new Map<SupportedDataType, WriteCounts>();

  private readonly seen = new Set<string>();

  add(record: RecordToWrite, stored: StoredRecord | undefined): void {
    const key = `${record.dataType}\n${record.sourceId}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (record.outcome.kind === 'document') this.addDocument(record, record.outcome, stored);
    else if (record.outcome.kind === 'faulty') this.addFault(record, stored);
    else if (record.outcome.kind === 'outside') this.tally(record, 'skipped');
    else this.addGone(record, stored);
  }

  private addDocument(record: RecordToWrite, { document, text }: DocumentOutcome, stored: StoredRecord | undefined): void {
    if (stored?.documentHash === text.hash && !stored.isDeleted) {
      if (sameNative(record, stored) && !stored.faulty) {
        this.tally(record, 'unchanged');
        return;
      }
      this.natives.push(record);
      this.tally(record, 'changed');
      this.count(record, stored, { ...stored, faulty: false });
      return;
    }
    this.documents.push({ record, document, text, deleted: false, replaces: !!stored && stored.documentHash !== null && !stored.isDeleted });
    this.tally(record, stored ? 'changed' : 'added');
    this.count(record, stored, { documentHash: text.hash, isDeleted: false, faulty: false });
  }

  private addFault(record: RecordToWrite, stored: StoredRecord | undefined): void {
    this.tally(record, 'faulty');
    if (stored?.faulty && sameNative(record, stored)) {
      this.tally(record, 'unchanged');
      return;
    }
    this.faults.push(record);
    this.tally(record, stored ? 'changed' : 'added');
    this.count(record, stored, { documentHash: null, isDeleted: false, ...stored, faulty: true });
  }

  private addGone(record: RecordToWrite, stored: StoredRecord | undefined): void {
    // Xero shows the two sides of a transfer among the bank transactions too, where they are of no type of ours.
    const ofAnotherSource = record.outcome.kind === 'absent' && stored?.source !== record.source;
    if (!stored || ofAnotherSource) {
      this.tally(record, 'skipped');
    } else if (stored.documentHash === null) {
      this.removals.push(record);
      this.tally(record, 'skipped');
      this.count(record, stored, undefined);
    } else if (!stored.isDeleted) {
      this.marks.push(record);
      this.tally(record, 'deleted');
      this.count(record, stored, { ...stored, isDeleted: true, faulty: false });
    } else if (!sameNative(record, stored)) {
      this.natives.push(record);
      this.tally(record, 'changed');
      this.count(record, stored, { ...stored, faulty: false });
    } else {
      this.tally(record, 'unchanged');
    }
  }

  private tally({ dataType }: RecordToWrite, what: keyof WriteCounts): void {
    const counts = this.counts.get(dataType) ?? { added: 0, changed: 0, unchanged: 0, deleted: 0, faulty: 0, skipped: 0 };
    counts[what] += 1;
    this.counts.set(dataType, counts);
  }

  private count(record: RecordToWrite, before: State | undefined, after: State | undefined): void {
    const totals = this.totals.get(record.dataType) ?? { served: 0, unserved: 0, deleted: 0, faulty: 0 };
    for (const [state, sign] of [[before, -1], [after, 1]] as const) {
      if (!state) continue;
      totals[state.documentHash === null ? 'unserved' : 'served'] += sign;
      if (state.documentHash !== null && state.isDeleted) totals.deleted += sign;
      if (state.faulty) totals.faulty += sign;
    }
    this.totals.set(record.dataType, totals);
  }
}

function sameNative({ native, source }: RecordToWrite, stored: StoredRecord): boolean {
  return stored.nativeHash === native.hash && stored.source === source;
}

type State = Pick<StoredRecord, 'documentHash' | 'isDeleted' | 'faulty'>;
