import type { Books } from './books.js';
import { balances } from './ledger.js';
import { centsToText, type Cents } from './money.js';
import { Kind } from './record-ids.js';
import type { Table } from './table.js';
import { describe } from './truth-rows.js';

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
  /** What else a reader can be held to, on the kinds beyond invoices, credit notes, payments and contacts. */
  details?: Record<string, unknown>;
}

export interface Sum { count: number; total: string; amountDue: string }

export const truthKinds = [
  'invoices', 'creditNotes', 'payments', 'contacts', 'bankTransactions', 'bankTransfers', 'prepayments', 'overpayments', 'batchPayments', 'manualJournals', 'purchaseOrders',
] as const;
export type TruthKind = (typeof truthKinds)[number];

/** The rows of a kind and when they changed. */
export function tableOf(books: Books, kind: TruthKind): Table {
  switch (kind) {
    case 'bankTransactions': return books.bank.transactions;
    case 'bankTransfers': return books.bank.transfers;
    case 'prepayments': return books.credits.prepayments;
    case 'overpayments': return books.credits.overpayments;
    case 'batchPayments': return books.batches.table;
    case 'manualJournals': return books.paper.journals;
    case 'purchaseOrders': return books.paper.orders;
    default: return books[kind];
  }
}

/** Every record of a kind, one at a time and in no order that pages have. */
export function* truthRows(books: Books, kind: TruthKind): Generator<TruthRow> {
  const table = tableOf(books, kind);
  for (let row = 0; row < table.size; row++) {
    if (table.has(row)) yield { id: table.id(row), updated: table.updatedAt(row), ...describe[kind](books, row) };
  }
}

/** Counts and exact sums per type and status (amounts of all currencies added as they are), and the trial balance. */
export function truth(books: Books): Record<string, unknown> {
  const { edition } = books.drawing.options;
  const balance = balances(books, Math.floor(books.now() / 86_400_000));
  return {
    ...Object.fromEntries(truthKinds.map((kind) => [kind, sums(books, kind)])),
    counts: {
      accounts: books.drawing.chart.length, taxRates: edition.taxRates.length, items: books.items.length, trackingCategories: books.categories.length,
      bankAccounts: books.drawing.chart.filter((account) => account.type === 'BANK').length,
      ...Object.fromEntries(truthKinds.map((kind) => [kind, tableOf(books, kind).order.count])),
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
