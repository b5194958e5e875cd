import type { Source } from '#connector-kit/connector';
import type { FailedStatus } from './failures.js';
import { addCounts, type DatasetCounts, noCounts } from './dataset-counts.js';
import type { HeldReading } from './readings.js';

export type EndStatus = 'Complete' | FailedStatus;

/** How one reading ended for one of the datasets that it serves. */
export interface DatasetPart {
  readonly status: EndStatus;
  readonly error: string | null;
  readonly counts: Partial<DatasetCounts>;
}

/** What the store holds of a data type in the end. */
export interface StoredTotals {
  readonly served: number;
  /** Those without a document. */
  readonly unserved: number;
  /** Flagged ones, whether an older document of them is served or not. */
  readonly faulty: number;
}

/** What a dataset shows once all its readings have ended. */
export interface DatasetEnd extends DatasetPart {
  readonly description: string | null;
  readonly counts: DatasetCounts;
}

/**
 * How a reading that read everything ended for each of its datasets, by their ids. Records of which none was of a kind that
 * is known left nothing behind: an error and no success. `found`: how many distinct records came, and how many the source
 * counts itself.
 */
export function partsOf(
  { counts: { read, recognised }, datasets }: Pick<HeldReading, 'counts' | 'datasets'>, source: Source, found: Pick<DatasetCounts, 'read' | 'sourceTotal'>,
): (DatasetPart & { id: string })[] {
  const wholeSource = source.dataTypes.every((dataType) => datasets.some((dataset) => dataset.dataType === dataType));
  const noneKnown = wholeSource && read > 0 && recognised === 0;
  return datasets.map(({ id, counts }) => ({
    id,
    counts: { ...counts, ...found },
    status: noneKnown ? 'MapError' : 'Complete',
    error: noneKnown ? `${records(read)} came and none was of a kind that is known.` : null,
  }));
}

/** The worse comes first: a dataset is complete only if every reading for it is. */
const gravity: readonly EndStatus[] = ['AuthError', 'Cancelled', 'InternalError', 'FetchError', 'PermissionsError', 'MapError', 'Complete'];

/** Also an error: records came, and not one of the data type can be served. */
export function endOf(parts: readonly DatasetPart[], { served, unserved, faulty }: StoredTotals): DatasetEnd {
  const [worst] = [...parts].sort((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status));
  const counts = { ...parts.map((part) => part.counts).reduce(addCounts, noCounts), faulty, stored: served + unserved };
  const description = faulty > 0 ? `${records(faulty)} could not be read. They are kept aside with the reason.` : null;
  if (worst.status === 'Complete' && faulty > 0 && served === 0) {
    return { status: 'MapError', error: `${records(faulty)} came and none could be read.`, description, counts };
  }
  return { ...worst, description: worst.status === 'Complete' || worst.status === 'MapError' ? description : null, counts };
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}
