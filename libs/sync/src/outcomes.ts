import type { SupportedDataType } from '#accounting/data-types';
import type { Source } from '#connector-kit/connector';
import type { DatasetOutcome, HeldReading } from './readings.js';

/** What the store holds of a data type in the end. */
export interface StoredTotals {
  readonly served: number;
  /** Flagged ones, whether an older document of them is served or not. */
  readonly faulty: number;
}

/**
 * What each dataset of a reading that read everything shows in the end. Records that came and left nothing behind are an
 * error and no success: either none could be read, or nobody knew what they were.
 */
export function outcomes(
  { counts: { read, recognised }, datasets }: Pick<HeldReading, 'counts' | 'datasets'>,
  source: Source,
  totals: ReadonlyMap<SupportedDataType, StoredTotals>,
): DatasetOutcome[] {
  const wholeSource = source.dataTypes.every((dataType) => datasets.some((dataset) => dataset.dataType === dataType));
  const noneKnown = wholeSource && read > 0 && recognised === 0;
  return datasets.map(({ id, dataType, counts }) => {
    const { served, faulty } = totals.get(dataType) ?? { served: 0, faulty: 0 };
    let error: string | null = null;
    if (faulty > 0 && served === 0) error = `${records(faulty)} came and none could be read.`;
    else if (noneKnown) error = `${records(read)} came and none was of a kind that is known.`;
    const description = faulty > 0 ? `${records(faulty)} could not be read. They are kept aside and read again with the next pull.` : null;
    return { id, status: error ? 'MapError' : 'Complete', description, error, counts: { ...counts, faulty } };
  });
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}
