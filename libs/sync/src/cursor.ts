/** How far a reading has come. It is stored with every page, so that another worker can go on from it. */
export interface Cursor {
  /** pages: everything, newest first. delta: what changed since the run's start. proof: count and look for vanished records. */
  readonly phase: 'pages' | 'delta' | 'proof';
  /** From 1. A reading that cannot be proved complete starts again in the next round. */
  readonly round: number;
  /** The page to be read next, from 1 in each phase. */
  readonly page: number;
  /** The platform's own clock when this round's first answer came; null before it. */
  readonly startedAt: string | null;
  /** How many records the platform counted in the latest answer of the phase `pages`; null when it does not say. */
  readonly total: number | null;
  /** Most records seen on one page: what the platform's page size really is. */
  readonly pageSize: number;
  /** The platform counted fewer records than a page before: some vanished while we paged, so that others may have been passed over. */
  readonly shrank: boolean;
}

export const maxRounds = 3;

export function startOfRound(round: number): Cursor {
  return { phase: 'pages', round, page: 1, startedAt: null, total: null, pageSize: 0, shrank: false };
}

/** Before the run's start by this much: records are stamped before they can be seen, and clocks are cut to seconds. */
const overlapMs = 2 * 60_000;

/** The instant from which the closing delta reads. */
export function deltaStart(cursor: Cursor): string | null {
  return cursor.startedAt === null ? null : `${new Date(Date.parse(cursor.startedAt) - overlapMs).toISOString().slice(0, 19)}Z`;
}
