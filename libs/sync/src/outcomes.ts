import type { Source } from '#connector-kit/connector';
import type { FailedStatus } from './failures.js';
import { type DatasetCounts, noCounts } from './dataset-counts.js';
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
 * is known left nothing behind: an error and no success.
 */
export function partsOf({ counts: { read, recognised }, datasets }: Pick<HeldReading, 'counts' | 'datasets'>, source: Source): (DatasetPart & { id: string })[] {
  const wholeSource = source.dataTypes.every((dataType) => datasets.some((dataset) => dataset.dataType === dataType));
  const noneKnown = wholeSource && read > 0 && recognised === 0;
  return datasets.map(({ id, counts }) => ({
    id, counts,
    status: noneKnown ? 'MapError' : 'Complete',
    error: noneKnown ? `${records(read)} came and none was of a kind that is known.` : null,
  }));
}

/** The worse comes first: a dataset is complete only if every reading for it is. */
const gravity: readonly EndStatus[] = ['AuthError', 'Cancelled', 'InternalError', 'FetchError', 'PermissionsError', 'MapError', 'Complete'];

/** Also an error: records came, and not one of the data type can be served. */
export function endOf(parts: readonly DatasetPart[], { served, faulty }: StoredTotals): DatasetEnd {
  const [worst] = [...parts].sort((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status));
  const counts = { ...parts.map((part) => part.counts).reduce(sum, { ...noCounts }), faulty };
  const description = faulty > 0 ? `${records(faulty)} could not be read. They are kept aside with the reason.` : null;
  if (worst.status === 'Complete' && faulty > 0 && served === 0) {
    return { status: 'MapError', error: `${records(faulty)} came and none could be read.`, description, counts };
  }
  return { ...worst, description: worst.status === 'Complete' || worst.status === 'MapError' ? description : null, counts };
}

function sum(counts: DatasetCounts, part: Partial<DatasetCounts>): DatasetCounts {
  const total = { ...counts };
  for (const key of Object.keys(counts) as (keyof DatasetCounts)[]) total[key] += part[key] ?? 0;
  return total;
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}
