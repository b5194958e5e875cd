import { ask, list, read, sampleBooks } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import { edit, editKinds } from '../books/control.js';
import { balances } from '../books/ledger.js';
import { Kind } from '../books/record-ids.js';

interface Journal { JournalID: string; JournalNumber: number; CreatedDateUTC: string; SourceID?: string; SourceType?: string; JournalLines: { AccountID: string; NetAmount: number }[] }

/** All journals, page by page, as a reader of the feed takes them. */
function readAll(books: Books, from = 0): Journal[] {
  const all: Journal[] = [];
  for (;;) {
    const page = list(books, 'Journals', { offset: String(all.at(-1)?.JournalNumber ?? from) }) as unknown as Journal[];
    if (page.length === 0) return all;
    all.push(...page);
  }
}

function sums(journals: Journal[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { AccountID, NetAmount } of journals.flatMap((journal) => journal.JournalLines)) found.set(AccountID, (found.get(AccountID) ?? 0) + Math.round(NetAmount * 100));
  return found;
}

function ledger(books: Books): Map<string, number> {
  return new Map(Array.from(balances(books, 100_000).total, (amount, row): [string, number] => [books.ids.id(Kind.account, row), amount]).filter(([, amount]) => amount !== 0));
}

const worth = (found: Map<string, number>): Map<string, number> => new Map([...found].filter(([, amount]) => amount !== 0));

describe('the journals', () => {
  test('come a hundred at a time, oldest first, with numbers that rise and have gaps', () => {
    const books = sampleBooks();
    expect(list(books, 'Journals')).toHaveLength(100);
    const numbers = readAll(books).map((journal) => journal.JournalNumber);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.at(-1)).toBeGreaterThan(numbers.length);
  });

  test('each balances, and together they are the ledger', () => {
    const books = sampleBooks();
    const all = readAll(books);
    for (const journal of all) expect([...sums([journal]).values()].reduce((sum, amount) => sum + amount, 0)).toBe(0);
    expect(worth(sums(all))).toEqual(ledger(books));
  });

  test('edits only add to them: what was read before stays, and the sums are the ledger’s again', () => {
    const books = sampleBooks({ seed: 8 });
    const before = readAll(books);
    for (const kind of [...editKinds, ...editKinds]) {
      try {
        edit(books, { kind });
      } catch {
        // Small books run out of fitting records.
      }
    }
    const later = readAll(books, before.at(-1)!.JournalNumber);
    expect(later.length).toBeGreaterThan(0);
    expect(readAll(books)).toEqual([...before.map((journal) => expect.objectContaining({ JournalID: journal.JournalID }) as unknown), ...later]);
    expect(worth(sums([...before, ...later]))).toEqual(ledger(books));
  });

  test('a voided invoice shows as a reversing journal', () => {
    const books = sampleBooks();
    const before = readAll(books);
    const { id } = edit(books, { kind: 'invoice.void' });
    const own = readAll(books).filter((journal) => journal.SourceID === id);
    const [entered, reversed] = [before.find((journal) => journal.SourceID === id)!, own.at(-1)!];
    expect(own).toHaveLength(2);
    expect(reversed.JournalNumber).toBeGreaterThan(before.at(-1)!.JournalNumber);
    expect(reversed.JournalLines.map((line) => line.NetAmount)).toEqual(entered.JournalLines.map((line) => -line.NetAmount));
  });

  test('If-Modified-Since is on their creation, so books that rest give none', () => {
    const books = sampleBooks();
    const since = { 'if-modified-since': new Date(books.now()).toISOString().slice(0, 19) };
    expect(read(books, 'Journals', {}, since).Journals).toEqual([]);
    (books.options.clock as { moment: number } & typeof books.options.clock).moment += 5000;
    edit(books, { kind: 'payment.create' });
    expect((read(books, 'Journals', {}, since).Journals as Wire[]).length).toBeGreaterThan(0);
  });

  test('one is read by id or number and does not tell its source; an unknown one is a 404', () => {
    const books = sampleBooks();
    const listed = list(books, 'Journals')[7];
    for (const key of [listed.JournalID, listed.JournalNumber]) {
      const [single] = read(books, `Journals/${String(key)}`).Journals as Wire[];
      expect(single).toEqual(Object.fromEntries(Object.entries(listed).filter(([name]) => !name.startsWith('Source'))));
    }
    expect(ask(books, 'Journals/999999').status).toBe(404);
    expect(ask(books, 'Journals', { offset: 'x' }).status).toBe(400);
  });
});
