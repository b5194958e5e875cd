import { type Anchor, anchorDistance, type ListMemory } from './list-memory.js';

/** Beyond so many records it pays to know where in the list a page begins; up to there they are simply skipped. */
export const near = 4 * anchorDistance;

/** From which record on, and how many records further, a page begins. `find` reads the list once, `key` names it in its order. */
export async function startOf(
  memory: ListMemory, { key, total, offset, find }: { key: string; total: number; offset: number; find: () => Promise<Anchor[]> },
): Promise<{ anchor?: Anchor | undefined; offset: number }> {
  if (offset < near) return { offset };
  const known = memory.get(key);
  const anchors = known?.anchors ?? (await find());
  if (!known?.anchors) memory.set(key, { total, anchors });
  const anchor = anchors[Math.floor(offset / anchorDistance)];
  return anchor === undefined ? { offset } : { anchor, offset: offset % anchorDistance };
}
