/** What was found out about one list under one condition. */
export interface Remembered {
  readonly total: number;
  /** Key of every `anchorDistance`th record, once somebody asked for a page far into the list. */
  readonly anchors?: readonly string[];
}

/** How many records lie between two anchors: at most so many keys are skipped to reach a page. */
export const anchorDistance = 250;

/**
 * Keeps counts and anchors of lists for as long as the lists are what they were: keys hold the list's version, so that
 * nothing in here is ever wrong, only unused. It saves work and decides nothing; each process may have its own.
 */
export class ListMemory {
  private readonly entries = new Map<string, Remembered>();
  private weight = 0;

  /** `most`: how many counts and anchors are kept in all; the ones that were not used for longest make room. */
  constructor(private readonly most = 200_000) {}

  get(key: string): Remembered | undefined {
    const entry = this.entries.get(key);
    if (entry) {
      this.entries.delete(key);
      this.entries.set(key, entry);
    }
    return entry;
  }

  set(key: string, entry: Remembered): void {
    this.forget(key);
    this.entries.set(key, entry);
    this.weight += weightOf(key, entry);
    for (const oldest of this.entries.keys()) {
      if (this.weight <= this.most) break;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.weight -= weightOf(key, entry);
  }
}

/** In anchors, of some forty characters each: a key holds its condition, which a consumer may make long. */
function weightOf(key: string, { anchors = [] }: Remembered): number {
  return 10 + Math.floor(key.length / 40) + anchors.length;
}
