import type { Records } from '../accounting/paged.js';
import { notFound, queryParse } from '../accounting/problems.js';
import { readModifiedSince, type BooksRequest, type Query } from '../accounting/request.js';
import { msDate, msInstant, type Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import { enteredJournals, type Entry } from './feed.js';

const perPage = 100;
const mostLines = 64;

/** Journals with a number greater than `offset`, oldest first, a hundred at a time; If-Modified-Since is on their creation. */
export function journalsList(books: Books, request: BooksRequest, query: Query, id: string | null): Records {
  const entries = enteredJournals(books);
  const name = 'Journals';
  if (id !== null) {
    const found = entries.find(({ number }) => String(number) === id || books.ids.id(Kind.journal, number) === id.toLowerCase());
    if (!found) throw notFound();
    return { name, json: [JSON.stringify(journalWire(books, found, false))] };
  }
  const offset = query.get('offset') ?? '0';
  if (!/^\d{1,9}$/.test(offset)) throw queryParse(`"${offset}" is not a number`);
  const since = readModifiedSince(request.headers) ?? Number.NEGATIVE_INFINITY;
  const json: string[] = [];
  for (let place = firstAfter(entries, Number(offset)); place < entries.length && json.length < perPage; place++) {
    if (entries[place].created > since) json.push(JSON.stringify(journalWire(books, entries[place], true)));
  }
  return { name, json };
}

function firstAfter(entries: readonly Entry[], number: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle].number > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A single journal does not tell what made it. */
function journalWire(books: Books, { number, on, created, reference, source, postings }: Entry, listed: boolean): Wire {
  return {
    JournalID: books.ids.id(Kind.journal, number), JournalDate: msDate(on), JournalNumber: number, CreatedDateUTC: msInstant(created), Reference: reference,
    ...(source && listed ? { SourceID: books.ids.id(source.kind, source.row), SourceType: sourceType(source.type) } : {}),
    JournalLines: postings.map(({ account, amount }, place): Wire => {
      const { code, type } = books.drawing.chart[account];
      return {
        JournalLineID: books.ids.id(Kind.journalLine, number * mostLines + (place % mostLines)), AccountID: books.ids.id(Kind.account, account),
        ...(code === null ? {} : { AccountCode: code }), AccountType: type, AccountName: books.accountName(account), Description: '',
        NetAmount: amount / 100, GrossAmount: amount / 100, TaxAmount: 0, TrackingCategories: [],
      };
    }),
  };
}

/** Refunds of money on account have types of payment that the list of journal sources lacks: they go by the credit. */
function sourceType(type: string): string {
  return type.replace(/^(A[RP](?:PRE|OVER)PAYMENT)PAYMENT$/, '$1');
}
