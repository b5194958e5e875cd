import type { Books } from './books.js';
import { centsToText, type Cents } from './money.js';
import type { Payment } from './settlement.js';
import { tableOf, type TruthKind, truthKinds } from './truth.js';
import { describe } from './truth-rows.js';

export interface CurrencySum { count: number; total: string }

/** Counts and exact sums of each kind by `type.status.currency`, and under `movements` what went through bank accounts, by their currency. */
export function currencySums(books: Books): Record<string, Record<string, CurrencySum>> {
  const sums: Record<string, Record<string, CurrencySum>> = { movements: movements(books).told() };
  for (const kind of truthKinds) {
    const found = new Sums();
    for (const row of rowsOf(books, kind)) {
      const { type, status, total } = describe[kind](books, row);
      found.add(`${type}.${status}.${currencies[kind](books, row)}`, Number(total.replace('.', '')));
    }
    sums[kind] = found.told();
  }
  return sums;
}

const base = (books: Books): string => books.drawing.options.edition.baseCurrency;

const currencies: Record<TruthKind, (books: Books, row: number) => string> = {
  invoices: (books, row) => books.invoice(row).currency,
  creditNotes: (books, row) => books.creditNote(row).currency,
  payments: (books, row) => {
    const { target, owner } = books.payment(row);
    if (target === 'invoice') return books.invoice(owner).currency;
    return target === 'creditNote' ? books.creditNote(owner).currency : books.credits.credit(target, owner).currency;
  },
  contacts: () => '',
  bankTransactions: (books, row) => books.bank.transaction(row).currency,
  bankTransfers: (books, row) => accountCurrency(books, books.bank.transfer(row).from),
  prepayments: (books, row) => books.credits.credit('prepayment', row).currency,
  overpayments: (books, row) => books.credits.credit('overpayment', row).currency,
  batchPayments: base,
  manualJournals: base,
  purchaseOrders: (books, row) => books.paper.order(row).currency,
};

const accountCurrency = (books: Books, account: number): string => books.drawing.chart[account].currency ?? base(books);

/** Money in is positive. A member of a batch moves nothing: the batch does. The two sides of a transfer are bank transactions. */
function movements(books: Books): Sums {
  const sums = new Sums();
  const isBank = (account: number) => books.drawing.chart[account].type === 'BANK';
  const move = (account: number, amount: Cents) => {
    if (isBank(account)) sums.add(accountCurrency(books, account), amount);
  };
  for (const row of rowsOf(books, 'payments')) {
    const payment = books.payment(row);
    if (!payment.deleted && payment.batch === null) move(payment.account, signed(payment));
  }
  for (const row of rowsOf(books, 'batchPayments')) {
    const { deleted, account, members } = books.batches.batch(row);
    if (!deleted) move(account, members.reduce((sum, member) => sum + signed(member), 0));
  }
  for (const row of rowsOf(books, 'bankTransactions')) {
    const { deleted, type, account, total } = books.bank.transaction(row);
    if (!deleted) move(account, type.startsWith('SPEND') ? -total : total);
  }
  return sums;
}

/** What a payment brings to its account: a refund goes the other way. */
function signed({ sales, target, bankAmount }: Payment): Cents {
  return sales === (target === 'invoice') ? bankAmount : -bankAmount;
}

function* rowsOf(books: Books, kind: TruthKind): Generator<number> {
  const table = tableOf(books, kind);
  for (let row = 0; row < table.size; row++) if (table.has(row)) yield row;
}

class Sums {
  private readonly found = new Map<string, { count: number; total: Cents }>();

  add(key: string, amount: Cents): void {
    const { count, total } = this.found.get(key) ?? { count: 0, total: 0 };
    this.found.set(key, { count: count + 1, total: total + amount });
  }

  told(): Record<string, CurrencySum> {
    return Object.fromEntries([...this.found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { count, total }]) => [key, { count, total: centsToText(total) }]));
  }
}
