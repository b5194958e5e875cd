import type { ReadingWindow } from './sync-window.js';

/** Where a source is read from. Both null: everything that is in the window. */
export interface Start {
  /** Paged: only what changed at or after this instant. */
  readonly since: string | null;
  /** Appended: the rows after this bookmark. */
  readonly after: string | null;
  /** Only what changed last since an instant is wanted. Absent: everything. */
  readonly window?: ReadingWindow;
}

/** How far a reading has come. It is stored with every page, so that another worker can go on from it. */
export interface Cursor extends Start {
  /** What the reading is for: a full reading starts from nothing. */
  readonly start: Start;
  /** pages: reading. proof: count and look for vanished records. */
  readonly phase: 'pages' | 'proof';
  /** From 1. A reading that cannot be proved complete starts again in the next round. */
  readonly round: number;
  /** 0: from `start`. From 1: closing deltas, each of what changed since the sweep before it began. */
  readonly sweep: number;
  /** The page to be read next, from 1 in each sweep. */
  readonly page: number;
  /** The platform's own clock when this sweep's first answer came; null before it. */
  readonly startedAt: string | null;
  /** How many records the platform counted in the latest answer of sweep 0; null when it does not say. */
  readonly total: number | null;
  /** Most records seen on one page: what the platform's page size really is. */
  readonly pageSize: number;
  /** A page of this sweep repeated records of the one before: some jumped to the front, maybe from pages still to be read. */
  readonly moved: boolean;
  /** The platform counted fewer records than a page before: some vanished while we paged, so that others may have been passed over. */
  readonly shrank: boolean;
  /** The edition of the mappings that all pages of this round were mapped by; null when it is not one. */
  readonly mappedBy: string | null;
}

export const maxRounds = 3;

export const fromNothing: Start = { since: null, after: null };

export function startOfRound(round: number, start: Start = fromNothing): Cursor {
  return { ...start, start, phase: 'pages', round, sweep: 0, page: 1, startedAt: null, total: null, pageSize: 0, moved: false, shrank: false, mappedBy: null };
}

/** Whether everything that is wanted is read, and not only what changed. */
export function isFull({ start }: Pick<Cursor, 'start'>): boolean {
  return start.since === null && start.after === null;
}

/** Before the start by this much: records are stamped before they can be seen, and clocks are cut to seconds. */
const overlapMs = 2 * 60_000;

/** The instant from which a delta reads what an earlier reading, begun at `startedAt` by the platform's clock, may have missed. */
export function deltaSince(startedAt: string): string {
  return `${new Date(Date.parse(startedAt) - overlapMs).toISOString().slice(0, 19)}Z`;
}
