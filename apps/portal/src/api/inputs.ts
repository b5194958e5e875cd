import { instant, readDate } from '#accounting/dates';
import { isUuid } from '#platform/ids';
import { z } from 'zod';

/** Parameters that many operations share. Messages complete the sentence "<field> …". */

/** An id in the path. In the wrong form it is answered like one that does not exist. */
const idOf = (what: string, message: string) =>
  z.string().refine(isUuid, message).transform((id) => id.toLowerCase()).meta({ wire: { type: 'string', format: 'uuid' }, description: `Id of the ${what}.` });

export const noCompany = (id: string) => `No company was found with ID ${id}`;
export const noConnection = (id: string) => `Data connection ${id} not found`;

export const companyId = idOf('company', noCompany('{id}'));
export const connectionId = idOf('connection', noConnection('{id}'));
export const remappingId = idOf('remapping', 'No remapping was found with ID {id}');
export const datasetId = idOf('pull operation', 'No pull operation was found with ID {id}');
export const pushOperationKey = idOf('push operation', 'No push operation was found with ID {id}');
export const apiKeyId = idOf('API key', 'No API key was found with ID {id}');

/** Ids of records are the accounting software's own: any text. */
export const recordId = z.string().min(1).meta({ description: 'Id of the record in the accounting software.' });

/** A query parameter that is given twice arrives as a list. */
export const once = (description: string) => z.string({ error: 'must be given once, as text' }).meta({ description });

function counted(most: number) {
  const accepted = `must be a whole number from 1 to ${most}`;
  return z
    .string({ error: accepted })
    .regex(/^\d{1,10}$/, accepted)
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, accepted);
}

export const requiredNumber = (description: string, most: number) =>
  counted(most).meta({ wire: { type: 'integer', minimum: 1, maximum: most }, description });

export const wholeNumber = (description: string, { most, standard }: { most: number; standard: number }) =>
  counted(most).default(standard).meta({ wire: { type: 'integer', minimum: 1, maximum: most, default: standard }, description });

const page = wholeNumber('Which page, counted from 1.', { most: 2_147_483_647, standard: 1 });
export const pageSize = wholeNumber('How many results a page has at most.', { most: 5000, standard: 100 });
const query = once('A filter, see **Queries**; at most 2,048 characters and 50 comparisons.').optional();
const orderBy = once('One property to sort by, ascending; with `-` before it descending.').optional();

export const listQuery = z.strictObject({ page, pageSize, query, orderBy });

export type ListQuery = z.output<typeof listQuery>;

/** An addition to Codat's own parameters. */
export const asOf = z.string({ error: 'must be given once, as text' })
  .transform((text) => readDate(text)).refine((moment) => moment !== undefined, 'must be an instant such as 2026-11-22T10:15:30Z')
  .transform((moment) => instant(moment)).optional()
  .meta({
    wire: { type: 'string', format: 'date-time' },
    description: 'Answer as it would have been at this instant (UTC unless an offset is named), as far back as earlier versions of a record are kept.',
  });

/** Body text with a limit that its column and every page can take. */
export const shortText = (most: number) => z.string({ error: 'must be text' }).max(most, `must have at most ${most} characters`);
