import { list, sampleBooks, send } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import { Dice } from '../books/dice.js';
import { journals } from '../books/journals.js';
import { balances } from '../books/ledger.js';
import { toBase } from '../books/money.js';
import { Kind } from '../books/record-ids.js';
import { enteredJournals } from '../journals/feed.js';
import { readReport } from '../reports/testing.js';

const today = Date.UTC(2026, 10, 22) / 86_400_000;
const all = { page: '1', pageSize: '1000', includeDeleted: 'true' };
type Made = [method: string, path: string, body: object];

/** A random call; many are refused, as they should be, and the rest has to keep the ledger whole. */
function draw(books: Books, dice: Dice): Made {
  const any = (name: string, fits: (row: Wire) => boolean = () => true): Wire => {
    const rows = list(books, name, { includeDeleted: 'true' }).filter(fits);
    return rows.length === 0 ? {} : dice.pick(rows);
  };
  const open = (type: string) => (row: Wire): boolean => row.Status === 'AUTHORISED' && row.Type === type && Number(row.AmountDue ?? row.RemainingCredit) > 0;
  const sales = dice.chance(500);
  const amount = dice.between(1, 50_000) / 100;
  const line = (): object => ({
    Description: 'drawn', Quantity: dice.between(1, 9999) / 1000, UnitAmount: dice.between(1, 99_999) / 1000, AccountCode: sales ? '200' : '429', ...(dice.chance(300) ? { Tracking: [{ Name: 'Region', Option: 'North' }] } : {}),
    ...(sales && dice.chance(300) ? { DiscountRate: dice.between(1, 5000) / 100 } : {}),
  });
  const document = {
    Contact: { Name: `Drawn ${dice.below(8)}` }, Date: `2026-${dice.pick(['09', '10', '11'])}-0${dice.between(1, 9)}`, LineAmountTypes: dice.pick(['Exclusive', 'Inclusive', 'NoTax']),
    CurrencyCode: dice.pick(['GBP', 'GBP', 'USD']), Status: dice.pick(['DRAFT', 'AUTHORISED', 'AUTHORISED']), LineItems: Array.from({ length: dice.between(1, 4) }, line),
  };
  const bank = { Code: dice.pick(['090', '091', '093']) };
  switch (dice.below(12)) {
    case 0: case 1: return ['PUT', 'Invoices', { ...document, Type: sales ? 'ACCREC' : 'ACCPAY' }];
    case 2: return ['PUT', 'CreditNotes', { ...document, Type: sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT' }];
    case 3: return ['POST', `Invoices/${String(any('Invoices').InvoiceID)}`, dice.pick<object>([{ Status: 'VOIDED' }, { Status: 'AUTHORISED' }, { Status: 'DELETED' }, { LineItems: document.LineItems }, { LineAmountTypes: 'Inclusive' }])];
    case 4: return ['PUT', 'Payments', { Invoice: { InvoiceID: any('Invoices', open(sales ? 'ACCREC' : 'ACCPAY')).InvoiceID }, Account: bank, Amount: amount / 10, Date: document.Date }];
    case 5: return ['POST', `Payments/${String(any('Payments').PaymentID)}`, { Status: 'DELETED' }];
    case 6: {
      const credit = any('CreditNotes', open(sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT'));
      const invoice = any('Invoices', (row) => open(sales ? 'ACCREC' : 'ACCPAY')(row) && (row.Contact as Wire).ContactID === (credit.Contact as Wire | undefined)?.ContactID);
      return ['PUT', `CreditNotes/${String(credit.CreditNoteID)}/Allocations`, { Invoice: { InvoiceID: invoice.InvoiceID }, Amount: amount / 20 }];
    }
    case 7: return ['PUT', 'BatchPayments', { Account: bank, Payments: [0, 1].map(() => any('Invoices', (row) => open('ACCPAY')(row) && row.CurrencyCode === 'GBP')).map(({ InvoiceID }) => ({ Invoice: { InvoiceID }, Amount: amount / 50 })) }];
    case 8: return ['PUT', 'BankTransactions', { ...document, CurrencyCode: undefined, Type: dice.pick(sales ? ['RECEIVE', 'RECEIVE-PREPAYMENT', 'RECEIVE-OVERPAYMENT'] : ['SPEND', 'SPEND-PREPAYMENT', 'SPEND-OVERPAYMENT']), BankAccount: bank, LineItems: [{ ...line(), DiscountRate: undefined }] }];
    case 9: return ['POST', `BankTransactions/${String(any('BankTransactions').BankTransactionID)}`, dice.pick<object>([{ Status: 'DELETED' }, { LineItems: [line()] }])];
    case 10: return ['PUT', 'BankTransfers', { FromBankAccount: bank, ToBankAccount: { Code: '094' }, Amount: amount }];
    default: return ['PUT', 'ManualJournals', { Narration: 'drawn', Status: 'POSTED', JournalLines: [{ LineAmount: amount, AccountCode: '416' }, { LineAmount: -amount, AccountCode: '711' }] }];
  }
}

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
  const dice = new Dice(seed, Kind.edit, 7);
  enteredJournals(books);
  const done = new Map<string, number>();
  let effects = 0;
  for (let calls = 0; effects < 200 && calls < 1000; calls++) {
    const [method, path, body] = draw(books, dice);
    if (path.includes('undefined')) continue;
    const { status } = send(books, method, path, body);
    expect([200, 400]).toContain(status);
    if (status !== 200) continue;
    effects++;
    const name = `${method} ${path.replace(/[0-9a-f-]{36}/, '')}`;
    done.set(name, (done.get(name) ?? 0) + 1);
  }
  expect(effects).toBe(200);
  expect(done.size).toBeGreaterThan(9);
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
