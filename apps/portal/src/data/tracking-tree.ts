import type { ModelOf } from '#accounting/models';
import { type DataSource } from './data-connection.js';
import { readPage } from '#records/read';
import type { ClientBase } from 'pg';

type TrackingCategory = ModelOf<'trackingCategories'>;

export interface TrackingTree extends TrackingCategory {
  subCategories: TrackingTree[];
}

/** A tracking category with everything below it. Lists are flat; a single one is a tree. */
export async function trackingTree(client: ClientBase, source: DataSource, category: TrackingCategory, above: readonly string[] = []): Promise<TrackingTree> {
  const id = category.id ?? '';
  // A category that is its own ancestor would never end.
  const children = above.includes(id) ? [] : await childrenOf(client, source, id);
  const subCategories: TrackingTree[] = [];
  for (const child of children) subCategories.push(await trackingTree(client, source, child, [...above, id]));
  return { ...category, subCategories };
}

async function childrenOf(client: ClientBase, { list, totals }: DataSource, parentId: string): Promise<TrackingCategory[]> {
  const query = { kind: 'comparison', path: 'parentId', type: 'string', operator: '=', value: parentId } as const;
  const { documents } = await readPage(client, list, totals, { limit: 5_000, offset: 0, query });
  return documents.map((document) => JSON.parse(document) as TrackingCategory);
}
