import { setImmediate as breathe } from 'node:timers/promises';
import { ReadingError } from '#connector-kit/errors';
import type { NativeRecord, Source } from '#connector-kit/connector';
import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import { ruleIdOf } from '#accounting/rules';
import { cleanText, nativeText, type NativeText } from '#records/record-text';
import { documentOutcome, type Outcome, type RecordToWrite } from '#records/record-to-write';
import type { Known } from './references.js';
import { supplemented } from './supplements.js';
import { isOutside, type ReadingWindow } from './sync-window.js';
import type { Unchanged } from './unchanged.js';

/** Natives mapped in one go before other work of the process gets its turn. */
const batch = 250;

/** One native record as text, with what does not depend on a mapping. */
export interface IdentifiedNative {
  readonly text: NativeText;
  readonly id: string;
  /** Set when the source's own id could not be read and another one was made up. */
  readonly idFault: ReadingError | null;
}

/** A record without a readable id is kept under one made from its content. */
export function identify(source: Source, natives: readonly NativeRecord[]): IdentifiedNative[] {
  return natives.map((native) => {
    const text = nativeText(native);
    try {
      return { text, id: cleanText(source.id(native)), idFault: null };
    } catch (error) {
      return { text, id: `unreadable-${text.hash.slice(0, 32)}`, idFault: readingError(error) };
    }
  });
}

/** What a page is mapped for. */
export interface Wanted {
  readonly dataTypes: readonly SupportedDataType[];
  readonly window: ReadingWindow | undefined;
}

export interface PageToMap {
  readonly natives: readonly NativeRecord[];
  readonly identified: readonly IdentifiedNative[];
  readonly unchanged: Unchanged;
}

/** Every native as every wanted data type as which it is not unchanged. A mapping that fails makes a flagged record, never a missing one. */
export async function pageRecords(
  source: Source, { dataTypes, window }: Wanted, { natives, identified, unchanged }: PageToMap, known: Known,
): Promise<RecordToWrite[]> {
  const records: RecordToWrite[] = [];
  for (let start = 0; start < identified.length; start += batch) {
    if (start > 0) await breathe();
    for (const [index, { text, id, idFault }] of identified.slice(start, start + batch).entries()) {
      if (idFault) {
        records.push({ dataType: dataTypes[0], source: source.key, sourceId: id, native: text, outcome: faulty(dataTypes[0], idFault) });
        continue;
      }
      const native = natives[start + index];
      for (const dataType of dataTypes) {
        if (unchanged.get(dataType)?.has(start + index)) continue;
        const outcome: Outcome = isOutside(window, dataType, source.modifiedAt(native)) ? { kind: 'outside' } : outcomeOf(source, dataType, native, known);
        records.push({ dataType, source: source.key, sourceId: id, native: text, outcome });
      }
    }
  }
  return records;
}

export function outcomeOf(source: Source, dataType: SupportedDataType, native: NativeRecord, { references, supplements }: Known): Outcome {
  try {
    const mapped = source.mappings[dataType]!(native, references);
    if (mapped === null) return { kind: 'absent' };
    return mapped.deleted ? { kind: 'deleted' } : documentOutcome(supplemented(mapped.document as CanonicalDocument, native, supplements.get(dataType)));
  } catch (error) {
    return faulty(dataType, readingError(error));
  }
}

const rules: Record<ReadingError['kind'], string> = { missing: '101', unreadable: '102', unforeseen: '103' };

function faulty(dataType: SupportedDataType, { field, reason, kind }: ReadingError): Outcome {
  return { kind: 'faulty', ruleId: ruleIdOf(dataType, rules[kind]), field, reason };
}

/** A mapping promises to throw nothing else; a fault in one must still not stop the records around it. */
function readingError(error: unknown): ReadingError {
  if (error instanceof ReadingError) return error;
  return new ReadingError('(record)', `cannot be mapped: ${error instanceof Error ? error.message : String(error)}`, 'unforeseen');
}
