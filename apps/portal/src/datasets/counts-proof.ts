import type { Dataset } from '#database/entities/dataset.entity';
import { z } from 'zod';

const count = (description: string) => z.int().min(0).meta({ description });

export const countsProofSchema = z.object({
  verdict: z.enum(['proved', 'failed', 'notProvable']).meta({
    description: '`proved`: the accounting software\'s own count was read, everything that came is accounted for, and nothing is kept aside. `failed`: it is not so. `notProvable`: there is nothing to tell it by, or not yet.',
  }),
  message: z.string().meta({ description: 'The verdict in words, for a person to read.' }),
  read: count('Distinct records that came.'),
  sourceTotal: z.int().min(0).nullable().meta({ description: 'How many the accounting software counted for what was asked, which is everything or what changed; null when it does not say.' }),
  stored: count('Records of the data type in the store at the end, tombstones and those kept aside included.'),
  added: count('New ones among those that came.'),
  changed: count('Changed ones.'),
  unchanged: count('Ones that were known as they came.'),
  tombstoned: count('Ones that were marked as deleted.'),
  skipped: count('Ones of another data type, or deleted before they were ever served.'),
  quarantined: count('Records of the data type that cannot be read and are kept aside. The validation results say why.'),
}).meta({ description: 'What a pull came to, and whether that proves it complete.' });

export type CountsProof = z.output<typeof countsProofSchema>;

type Ended = Pick<Dataset, 'status' | 'errorMessage' | 'completedAt' | 'counts'>;

export function countsProofOf(dataset: Ended): CountsProof {
  const of = (key: string) => dataset.counts[key] ?? 0;
  const counts = {
    read: of('read'), sourceTotal: dataset.counts['sourceTotal'] ?? null, stored: of('stored'), added: of('added'), changed: of('changed'),
    unchanged: of('unchanged'), tombstoned: of('deleted'), skipped: of('skipped'), quarantined: of('faulty'),
  };
  return { ...verdictOn(dataset, counts), ...counts };
}

type Counts = Omit<CountsProof, 'verdict' | 'message'>;

function verdictOn({ status, errorMessage, completedAt }: Ended, counts: Counts): Pick<CountsProof, 'verdict' | 'message'> {
  if (completedAt === null) return { verdict: 'notProvable', message: 'The pull has not ended yet.' };
  if (status === 'NotSupported') return { verdict: 'notProvable', message: 'The accounting software has none of it.' };
  if (status !== 'Complete') return { verdict: 'failed', message: `The pull did not end well: ${errorMessage ?? status}` };
  const { read, sourceTotal, quarantined } = counts;
  if (quarantined > 0) return { verdict: 'failed', message: `${records(quarantined)} cannot be read, so that what is served is not all.` };
  if (sourceTotal !== null && read < sourceTotal) return { verdict: 'failed', message: `The accounting software counted ${records(sourceTotal)}, and ${read} came.` };
  const unaccounted = read - (counts.added + counts.changed + counts.unchanged + counts.tombstoned + counts.skipped);
  if (unaccounted > 0) return { verdict: 'notProvable', message: `${records(unaccounted)} do not say what they are, and may be of this data type.` };
  if (sourceTotal === null) return { verdict: 'notProvable', message: `The accounting software does not say how many there are; ${records(read)} came.` };
  // Books that move while they are read may count fewer in the end than have come.
  return { verdict: 'proved', message: `${records(read)} came, and the accounting software counted ${sourceTotal}.` };
}

function records(number: number): string {
  return number === 1 ? '1 record' : `${number} records`;
}
