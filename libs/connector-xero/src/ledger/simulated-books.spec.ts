import Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import type { LedgerRules, Posting, StatementRow } from '#connector-kit/ledger';
import { centsOf, LedgerSums } from '#test/ledger-sums';
import { SimulatedBooks, today } from '#test/simulated-books';
import { lastDay } from '../records/report-months.js';
import { ledger } from './ledger.js';

/** LEDGER_SEEDS=200 runs as many; LEDGER_SEED=7 begins with that one. */
const count = Number(process.env['LEDGER_SEEDS'] ?? 25);
const first = Number(process.env['LEDGER_SEED'] ?? 1);
const seeds = Array.from({ length: count }, (_, index) => first + index);
const editions = ['uk', 'us', 'au', 'nz'];
const sizes = [20, 60, 120, 0, 90];

/** The journals of the ledger say of manual journals what these say themselves. */
const manual = ledger.sources.filter((key) => key !== 'Journals');
const byJournals = ledger.sources.filter((key) => key !== 'ManualJournals');

/** The last day of the financial year before, days in the middle, and today. */
function daysOf(rules: LedgerRules): string[] {
  return [today, dayBefore(rules.yearStart(today)), '2025-12-31', '2026-07-14', '2027-06-30'];
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

/** What is left of the postings of a native where a rule is broken. */
type Twin = (source: string, native: NativeRecord, postings: readonly Posting[], rules: LedgerRules) => readonly Posting[];

const whole: Twin = (_source, _native, postings) => postings;

interface Read {
  readonly books: SimulatedBooks;
  readonly rules: LedgerRules;
  readonly natives: ReadonlyMap<string, readonly NativeRecord[]>;
}

async function read(books: SimulatedBooks): Promise<Read> {
  const keys = [...ledger.needs, ...ledger.sources, ...Object.values(ledger.statements)];
  const natives = new Map<string, readonly NativeRecord[]>();
  for (const key of keys) natives.set(key, await books.natives(key));
  return { books, natives, rules: ledger.rules(natives) };
}

/** Everything that a report says otherwise than the documents of these sources. */
async function differences({ books, natives, rules }: Read, sources: readonly string[], twin = whole): Promise<string[]> {
  const sums = new LedgerSums(rules);
  for (const source of sources) {
    for (const native of natives.get(source)!) sums.add(twin(source, native, rules.postings(source, native), rules));
  }
  const opening = dayBefore(sums.firstDay < today ? sums.firstDay : today);
  sums.open(await ledger.trialBalance(books.call, opening), opening);
  const wrong: string[] = [];
  for (const day of daysOf(rules).filter((candidate) => candidate > opening)) {
    const balances = await ledger.trialBalance(books.call, day);
    wrong.push(...unequal(day, sums.at(day), balances.map(({ accountId, ...row }) => ({ accountIds: [accountId], ...row })), rules));
  }
  const { balanceSheet, profitAndLoss } = ledger.statements;
  for (const native of natives.get(balanceSheet)!) {
    const { month, rows } = rules.statement(balanceSheet, native);
    if (lastDay(month) >= opening) wrong.push(...unequal(`balance sheet ${month}`, sums.at(lastDay(month)), rows, rules));
  }
  for (const native of natives.get(profitAndLoss)!) {
    const { month, rows } = rules.statement(profitAndLoss, native);
    wrong.push(...unequal(`profit and loss ${month}`, sums.of(month), rows, rules));
  }
  return wrong;
}

/** Each row against the sum of its accounts, and what no row names against nothing. */
function unequal(what: string, sums: ReadonlyMap<string, number>, rows: readonly StatementRow[], rules: LedgerRules): string[] {
  const named = new Set(rows.flatMap(({ accountIds }) => accountIds));
  const unnamed = [...sums.keys()].filter((account) => !named.has(account)).map((account) => ({ accountIds: [account], name: rules.account(account)!.name, balance: new Big(0) }));
  return [...rows, ...unnamed].flatMap(({ accountIds, name, balance }) => {
    const own = accountIds.reduce((sum, account) => sum + (sums.get(account) ?? 0), 0);
    return own === centsOf(balance) ? [] : [`${what}: ${name} is ${centsOf(balance)} by the report and ${own} by the documents`];
  });
}

describe('what the documents post is what the reports say, to the cent', () => {
  test.each(seeds)('of seed %i, before and after edits', async (seed) => {
    const books = new SimulatedBooks({ seed, edition: editions[seed % editions.length], invoices: sizes[seed % sizes.length] });
    expect(await differences(await read(books), manual)).toEqual([]);
    books.edit(300);
    const edited = await read(books);
    expect(await differences(edited, manual)).toEqual([]);
    expect(await differences(edited, byJournals)).toEqual([]);
  });
});

test('what the documents post is what the reports say, also of those that callers of the API wrote', async () => {
  const books = new SimulatedBooks({ seed: 4, edition: 'uk', invoices: 40 });
  books.write(100);
  const written = await read(books);
  expect(await differences(written, manual)).toEqual([]);
  expect(await differences(written, byJournals)).toEqual([]);
});

test('every native posts debits and credits of one sum', async () => {
  const books = new SimulatedBooks({ seed: 3, edition: 'uk', invoices: 400 });
  const { natives, rules } = await read(books);
  for (const source of ledger.sources) {
    for (const native of natives.get(source)!) expect(rules.postings(source, native).reduce((sum, { amount }) => sum + centsOf(amount), 0)).toBe(0);
  }
});

describe('a broken rule is found, and the account named', () => {
  let books: Read;
  beforeAll(async () => { books = await read(new SimulatedBooks({ seed: 3, edition: 'uk', invoices: 200 })); });

  /** Nothing goes to an account by its function, from all sources or from one. */
  function without(system: string, of?: string): Twin {
    return (source, _native, postings) => {
      const { AccountID } = books.natives.get('Accounts')!.find(({ SystemAccount }) => SystemAccount === system)!;
      return of === undefined || of === source ? postings.filter(({ accountId }) => accountId !== AccountID) : postings;
    };
  }

  const asIfApproved: Twin = (source, native, postings, rules) =>
    source === 'Invoices' && native.Status === 'VOIDED' ? rules.postings(source, { ...native, Status: 'AUTHORISED' }) : postings;

  const oneCentMore: Twin = (_source, native, postings) =>
    native === books.natives.get('Invoices')!.find(({ Status }) => Status === 'PAID')
      ? postings.map((posting, place) => ({ ...posting, amount: posting.amount.plus(place === 0 ? '0.01' : '0') }))
      : postings;

  test.each<[string, Twin, RegExp]>([
    ['without tax', without('GST'), /: VAT/],
    ['without rounding', without('ROUNDING'), /: Rounding/],
    ['without realised gains', without('REALISEDCURRENCYGAIN'), /: (Realised Currency Gains|Foreign Currency)/],
    ['without the gains of foreign credit notes', without('REALISEDCURRENCYGAIN', 'CreditNotes'), /: (Realised Currency Gains|Foreign Currency)/],
    ['without the gains of foreign prepayments', without('REALISEDCURRENCYGAIN', 'Prepayments'), /: (Realised Currency Gains|Foreign Currency)/],
    ['without the gains of foreign overpayments', without('REALISEDCURRENCYGAIN', 'Overpayments'), /: (Realised Currency Gains|Foreign Currency)/],
    ['without the use of prepayments', (source, _native, postings) => (source === 'Prepayments' ? [] : postings), /: Accounts Receivable/],
    ['with void documents', asIfApproved, /: Accounts (Receivable|Payable)/],
    ['with one cent too many', oneCentMore, /: Accounts (Receivable|Payable)/],
  ])('%s', async (_what, twin, account) => {
    expect((await differences(books, manual, twin)).join('\n')).toMatch(account);
  });
});
