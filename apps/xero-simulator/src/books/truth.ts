import type { Books } from './books.js';
import { items } from './items.js';
import { balances } from './ledger.js';
import { centsToText, type Cents } from './money.js';
import { Kind } from './record-ids.js';
import { trackingCategories } from './tracking.js';

/** One record as the books know it: what a reader must end up with. Amounts are decimal texts. */
export interface TruthRow {
  id: string;
  type: string;
  status: string;
  number: string;
  total: string;
  amountDue: string;
  /** Milliseconds. */
  updated: number;
}

export interface Sum { count: number; total: string; amountDue: string }

export type TruthKind = 'invoices' | 'creditNotes' | 'payments' | 'contacts';

/** Every record of a kind, one at a time and in no order that pages have. */
export function* truthRows(books: Books, kind: TruthKind): Generator<TruthRow> {
  const table = books[kind];
  for (let row = 0; row < table.size; row++) {
    if (table.has(row)) yield { id: table.id(row), updated: table.updatedAt(row), ...describe[kind](books, row) };
  }
}

const describe: Record<TruthKind, (books: Books, row: number) => Omit<TruthRow, 'id' | 'updated'>> = {
  invoices: (books, row) => {
    const { plan, status, number, total, amountDue } = books.invoice(row);
    return { type: plan.sales ? 'ACCREC' : 'ACCPAY', status, number, total: centsToText(total), amountDue: centsToText(amountDue) };
  },
  creditNotes: (books, row) => {
    const { plan, status, number, total, remaining } = books.creditNote(row);
    return { type: plan.sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT', status, number, total: centsToText(total), amountDue: centsToText(remaining) };
  },
  payments: (books, row) => {
    const { invoice, refund, deleted, amount } = books.payment(row);
    const { sales } = books.drawing.plan(invoice);
    const type = refund ? (sales ? 'ARCREDITPAYMENT' : 'APCREDITPAYMENT') : sales ? 'ACCRECPAYMENT' : 'ACCPAYPAYMENT';
    return { type, status: deleted ? 'DELETED' : 'AUTHORISED', number: '', total: centsToText(amount), amountDue: '0.00' };
  },
  contacts: (books, row) => {
    const contact = books.contact(row);
    return { type: 'CONTACT', status: contact.archived ? 'ARCHIVED' : 'ACTIVE', number: contact.name, total: '0.00', amountDue: '0.00' };
  },
};

/** Counts and exact sums per type and status (amounts of all currencies added as they are), and the trial balance. */
export function truth(books: Books): Record<string, unknown> {
  const kinds: TruthKind[] = ['invoices', 'creditNotes', 'payments', 'contacts'];
  const { edition } = books.drawing.options;
  const balance = balances(books, Math.floor(books.now() / 86_400_000));
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind, sums(books, kind)])),
    counts: {
      accounts: books.drawing.chart.length, taxRates: edition.taxRates.length, items: items.length, trackingCategories: trackingCategories.length,
      bankAccounts: books.drawing.chart.filter((account) => account.type === 'BANK').length,
      invoices: books.invoices.order.count, creditNotes: books.creditNotes.order.count, payments: books.payments.order.count, contacts: books.contacts.order.count,
    },
    baseCurrency: edition.baseCurrency,
    trialBalance: {
      sum: centsToText(balance.total.reduce((sum, amount) => sum + amount, 0)),
      accounts: Array.from(balance.total, (amount, row) => ({ id: books.ids.id(Kind.account, row), name: books.accountName(row), balance: centsToText(amount) })),
    },
  };
}

function sums(books: Books, kind: TruthKind): Record<string, Sum> {
  const found = new Map<string, { count: number; total: Cents; due: Cents }>();
  for (const row of truthRows(books, kind)) {
    for (const key of [row.type, `${row.type}.${row.status}`]) {
      const sum = found.get(key) ?? { count: 0, total: 0, due: 0 };
      found.set(key, { count: sum.count + 1, total: sum.total + readCents(row.total), due: sum.due + readCents(row.amountDue) });
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { count, total, due }]) => [key, { count, total: centsToText(total), amountDue: centsToText(due) }]));
}

/** Two-place decimals without their point are hundredths. */
function readCents(text: string): Cents {
  return Number(text.replace('.', ''));
}
