import type { Books } from '../books/books.js';
import { mix } from '../books/dice.js';
import { day } from '../books/drawing.js';
import { journals, type Journal } from '../books/journals.js';
import { Kind } from '../books/record-ids.js';

/** A journal as it was entered: never changed again, only reversed by a later one. */
export interface Entry extends Journal {
  number: number;
  /** Milliseconds. */
  created: number;
}

/**
 * The ledger as an accountant's book: numbered in the order of entry, with gaps, and only ever added to. What an edit
 * changed or voided is found by walking the ledger again: the old journal is reversed, the new one entered.
 */
class Feed {
  readonly entries: Entry[] = [];
  private live = new Map<string, Entry>();
  private version = -1;

  constructor(private readonly books: Books) {}

  catchUp(): void {
    const { books } = this;
    if (this.version === books.changes.version) return;
    const fresh = new Map<string, Journal>();
    for (const journal of journals(books)) fresh.set(keyOf(journal, fresh), journal);
    const now = this.version < 0 ? null : books.now();
    for (const [key, entry] of this.live) {
      const journal = fresh.get(key);
      if (journal && sameAs(journal, entry)) continue;
      this.live.delete(key);
      this.enter({ ...entry, postings: entry.postings.map((posting) => ({ ...posting, amount: -posting.amount })) }, now);
    }
    const added = [...fresh].filter(([key]) => !this.live.has(key));
    if (now === null) added.sort(([, a], [, b]) => a.on - b.on);
    for (const [key, journal] of added) this.live.set(key, this.enter(journal, now));
    this.version = books.changes.version;
  }

  /** What was generated was entered on its day, what came later now. */
  private enter({ source, on, reference, postings }: Journal, now: number | null): Entry {
    const { seed, anchor } = this.books.drawing.options;
    const last = this.entries.at(-1);
    const draw = mix(seed, Kind.journal, this.entries.length);
    const number = (last?.number ?? 0) + 1 + (draw % 12 === 0 ? 1 + (draw % 4) : 0);
    const created = Math.max(last?.created ?? 0, now ?? Math.min(on * day + (draw % day), anchor - 60_000));
    const entry = { source, on, reference, postings, number, created };
    this.entries.push(entry);
    return entry;
  }
}

/** A record can make several journals of one type, such as the allocations of a credit note. */
function keyOf({ source }: Journal, taken: ReadonlyMap<string, unknown>): string {
  const stem = source ? `${source.type} ${source.kind} ${source.row}` : 'opening';
  let key = stem;
  for (let count = 1; taken.has(key); count++) key = `${stem} ${count}`;
  return key;
}

function sameAs(a: Journal, b: Journal): boolean {
  return a.on === b.on && a.reference === b.reference && a.postings.length === b.postings.length
    && a.postings.every(({ account, amount }, place) => account === b.postings[place].account && amount === b.postings[place].amount);
}

const feeds = new WeakMap<Books, Feed>();

/** All journals entered so far, oldest first. */
export function enteredJournals(books: Books): readonly Entry[] {
  let feed = feeds.get(books);
  if (!feed) feeds.set(books, (feed = new Feed(books)));
  feed.catchUp();
  return feed.entries;
}
