import { list, sampleBooks } from '../accounting/testing.js';
import type { Books } from '../books/books.js';
import { journals } from '../books/journals.js';
import { balances } from '../books/ledger.js';
import { toBase } from '../books/money.js';
import { enteredJournals } from '../journals/feed.js';
import { readReport } from '../reports/testing.js';
import { writeRandomly } from './testing.js';

const today = Date.UTC(2026, 10, 22) / 86_400_000;
const all = { page: '1', pageSize: '1000', includeDeleted: 'true' };

/** What all documents owe, on receivables less payables: overpayments stand there, prepayments do not. */
function owed(books: Books): number {
  let sum = 0;
  const add = (sales: boolean, total: number, left: number, rate: number): void => { sum += (sales ? 1 : -1) * (toBase(total, rate) - toBase(total - left, rate)); };
  const live = (status: string): boolean => status === 'AUTHORISED' || status === 'PAID';
  for (let row = 0; row < books.invoices.size; row++) {
    const { status, plan, total, amountDue, rate } = books.invoice(row);
    if (books.invoices.has(row) && live(status)) add(plan.sales, total, amountDue, rate);
  }
  for (let row = 0; row < books.creditNotes.size; row++) {
    const { status, plan, total, remaining, rate } = books.creditNote(row);
    if (live(status)) add(!plan.sales, total, remaining, rate);
  }
  for (let row = 0; row < books.credits.overpayments.size; row++) {
    const { status, plan, total, remaining, rate } = books.credits.credit('overpayment', row);
    if (live(status)) add(!plan.sales, total, remaining, rate);
  }
  return sum;
}

test.each(Array.from({ length: Number(process.env.SIMULATED_SEEDS ?? 1) }, (_, seed) => seed + 1))('after 200 random writes the ledger ties to documents, journals and reports (seed %i)', (seed) => {
  const books = sampleBooks({ invoices: 40, seed });
  enteredJournals(books);
  expect(writeRandomly(books, 200, seed).size).toBeGreaterThan(9);
  for (const { postings } of journals(books)) expect(postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  const { total } = balances(books, today + 400);
  expect(total.reduce((sum, amount) => sum + amount, 0)).toBe(0);
  expect(total[books.drawing.control.debtors] + total[books.drawing.control.creditors]).toBe(owed(books));
  const entered = new Float64Array(total.length);
  for (const { postings } of enteredJournals(books)) for (const { account, amount } of postings) entered[account] += amount;
  expect([...entered]).toEqual([...total]);
  const { rows } = readReport(books, 'TrialBalance');
  const [debit, credit] = rows.get('Total')!.slice(2);
  expect(debit).toBe(credit);
  // Every list can be read, whatever was written.
  for (const name of ['Invoices', 'CreditNotes', 'Payments', 'BatchPayments', 'BankTransactions', 'BankTransfers', 'Prepayments', 'Overpayments', 'ManualJournals', 'Contacts']) expect(list(books, name, all).length).toBeGreaterThan(0);
});
