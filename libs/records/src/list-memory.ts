/** A record that is known to stand at some place of a list. */
export interface Anchor {
  /** Its key. */
  readonly id: string;
  /** As text, what the list is sorted by, where that is not the key; null where the record has none. */
  readonly value?: string | null;
}

/** What was found out about one list under one condition, in one order. */
export interface Remembered {
  readonly total: number;
  /** Every `anchorDistance`th record, once somebody asked for a page far into the list. */
  readonly anchors?: readonly Anchor[];
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

/** In anchors, of some forty characters each: a key holds its condition, which a consumer may make long, and an anchor may hold any text. */
function weightOf(key: string, { anchors = [] }: Remembered): number {
  const forties = (length: number) => Math.floor(length / 40);
  return anchors.reduce((sum, { value }) => sum + 1 + forties(value?.length ?? 0), 10 + forties(key.length));
}
