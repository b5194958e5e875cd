import type { Source } from '#connector-kit/connector';
import type { DatasetOutcome, HeldReading } from './readings.js';

/**
 * What each dataset of a reading that read everything shows in the end. Records that came and left nothing behind are an
 * error and no success: either none could be read, or nobody knew what they were.
 */
export function outcomes({ counts: { read, recognised }, datasets }: Pick<HeldReading, 'counts' | 'datasets'>, source: Source): DatasetOutcome[] {
  const wholeSource = source.dataTypes.every((dataType) => datasets.some((dataset) => dataset.dataType === dataType));
  const noneKnown = wholeSource && read > 0 && recognised === 0;
  return datasets.map(({ id, counts }) => {
    const readable = counts.added + counts.changed + counts.unchanged - counts.faulty;
    let error: string | null = null;
    if (counts.faulty > 0 && readable <= 0) error = `None of ${counts.faulty} records could be read.`;
    else if (noneKnown) error = `${read} records came, but none was of a kind that is known.`;
    const description = counts.faulty > 0 ? `${counts.faulty} records could not be read. They are kept aside and read again with the next pull.` : null;
    return { id, status: error ? 'MapError' : 'Complete', description, error, counts };
  });
}
