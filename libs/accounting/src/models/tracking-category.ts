import { z } from 'zod';
import { metadata, modified, text } from './fields.js';

const fields = {
  id: text('Id of the category or option in the source.').optional(),
  parentId: text('Id of the category that an option belongs to; absent on categories.').optional(),
  name: text('Name.').optional(),
  hasChildren: z.boolean().optional().describe('True on categories, false on options.'),
  status: z.enum(['Unknown', 'Active', 'Archived']).optional().describe('Whether it is still in use.'),
  ...modified,
  metadata: metadata.optional(),
};

/** One row of the flat list: categories and their options stand side by side. */
export const trackingCategory = z
  .object(fields)
  .describe('A dimension that amounts are tracked under, or one option of it.');

export type TrackingCategory = z.infer<typeof trackingCategory>;

export type TrackingCategoryTree = TrackingCategory & { subCategories?: TrackingCategoryTree[] | undefined };

/** What a single read gives: the row with everything below it. */
export const trackingCategoryTree: z.ZodType<TrackingCategoryTree> = z
  .object({
    ...fields,
    get subCategories() {
      return z.array(trackingCategoryTree).optional().describe('What is directly below it.');
    },
  })
  .describe('A category with its options.');

/** Joins a row with its descendants out of the flat list. A row that is its own ancestor is not entered twice. */
export function toTree(
  row: TrackingCategory,
  list: readonly TrackingCategory[],
  above: ReadonlySet<string | undefined> = new Set(),
): TrackingCategoryTree {
  const path = new Set([...above, row.id]);
  const below = list.filter((other) => other.parentId !== undefined && other.parentId === row.id && !path.has(other.id));
  return { ...row, subCategories: below.map((child) => toTree(child, list, path)) };
}
