import { list, read, sampleBooks } from '../accounting/testing.js';
import type { Books } from './books.js';
import { edit, editKinds } from './control.js';
import { startOfYear } from './financial-year.js';
import { journals } from './journals.js';
import { balances } from './ledger.js';
import { centsToText, toBase } from './money.js';
import { Kind } from './record-ids.js';

const today = Date.UTC(2026, 10, 22) / 86_400_000;

function editALot(books: Books): void {
  for (let round = 0; round < 5; round++) {
    for (const kind of editKinds) {
      try {
        edit(books, { kind });
      } catch (error) {
        // Small books run out of drafts to approve; every other refusal is a fault.
        expect((error as Error).message).toBe('no record fits this edit');
      }
    }
  }
}

describe('the ledger', () => {
  test.each(Array.from({ length: 20 }, (_, index) => index + 1))('the trial balance sums to zero for seed %i, before and after edits', (seed) => {
    const books = sampleBooks({ seed, invoices: 150 });
    expect(balances(books, today).total.reduce((sum, amount) => sum + amount, 0)).toBe(0);
    editALot(books);
    expect(balances(books, today).total.reduce((sum, amount) => sum + amount, 0)).toBe(0);
  });

  test('every journal balances by itself and posts to accounts that exist', () => {
    const books = sampleBooks({ invoices: 2000, seed: 3 });
    let count = 0;
    for (const { postings } of journals(books)) {
      count++;
      expect(postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
      for (const { account, amount } of postings) {
        expect(books.drawing.chart[account]).toBeDefined();
        expect(Number.isSafeInteger(amount)).toBe(true);
      }
    }
    expect(count).toBeGreaterThan(2000);
  });

  test('receivables and payables equal what is due, in base currency at the rate of the document', () => {
    const books = sampleBooks({ invoices: 600, seed: 5 });
    editALot(books);
    const due = { sales: 0, purchases: 0 };
    const live = (status: string): boolean => status === 'AUTHORISED' || status === 'PAID';
    for (let row = 0; row < books.invoices.size; row++) {
      const invoice = books.invoice(row);
      if (!books.invoices.has(row) || !live(invoice.status)) continue;
      due[invoice.plan.sales ? 'sales' : 'purchases'] += toBase(invoice.total, invoice.rate) - toBase(invoice.total - invoice.amountDue, invoice.rate);
    }
    for (let row = 0; row < books.creditNotes.size; row++) {
      const note = books.creditNote(row);
      if (!books.creditNotes.has(row) || !live(note.status)) continue;
      due[note.plan.sales ? 'sales' : 'purchases'] -= toBase(note.total, note.rate) - toBase(note.total - note.remaining, note.rate);
    }
    // Overpayments stand on the same accounts; prepayments do not, they stand where their line says.
    for (let row = 0; row < books.credits.overpayments.size; row++) {
      const { status, plan, total, remaining, rate } = books.credits.credit('overpayment', row);
      if (books.credits.overpayments.has(row) && status !== 'VOIDED') due[plan.sales ? 'sales' : 'purchases'] -= toBase(total, rate) - toBase(total - remaining, rate);
    }
    const { total } = balances(books, today + 400);
    expect(total[books.drawing.control.debtors]).toBe(due.sales);
    expect(total[books.drawing.control.creditors]).toBe(-due.purchases);
  });

  test('a prepayment that is used up leaves nothing on its account and tax, and gains nothing without foreign money', () => {
    const books = sampleBooks({ invoices: 900, seed: 6 });
    editALot(books);
    const { currencyGain, tax } = books.drawing.control;
    const left = new Map<number, number>();
    for (const { source, postings } of journals(books)) {
      const refunded = source?.kind === Kind.payment ? books.settlements.ownerOf(source.row) : null;
      const row = refunded?.target === 'prepayment' ? refunded.owner : source?.kind === Kind.prepayment ? source.row : null;
      if (row === null) continue;
      const { rate, lines, status } = books.credits.credit('prepayment', row);
      if (rate === 1_000_000) expect(postings.map(({ account }) => account)).not.toContain(currencyGain);
      if (status !== 'PAID') continue;
      for (const { account, amount } of postings) if (account === lines[0].account || account === tax) left.set(row, (left.get(row) ?? 0) + amount);
    }
    expect(left.size).toBeGreaterThan(10);
    expect([...left].filter(([, amount]) => amount !== 0)).toEqual([]);
  });

  test('a bank account in base currency holds its opening, its bank transactions and its payments, and nothing else', () => {
    const books = sampleBooks({ invoices: 500, seed: 12 });
    editALot(books);
    const all = { page: '1', pageSize: '1000' };
    const cents = (value: unknown): number => Math.round(Number(value) * 100);
    const movements = [
      ...list(books, 'BankTransactions', all).filter((row) => row.Status === 'AUTHORISED').map((row) => ({ account: row.BankAccount, amount: cents(row.Total) * (String(row.Type).startsWith('RECEIVE') ? 1 : -1) })),
      ...list(books, 'Payments', all).filter((row) => row.Status === 'AUTHORISED').map((row) =>
        ({ account: row.Account, amount: cents(row.BankAmount) * (/^(ACCREC|AP(CREDIT|PREPAYMENT|OVERPAYMENT))PAYMENT$/.test(String(row.PaymentType)) ? 1 : -1) })),
    ];
    const opening = [...journals(books)].find(({ source }) => source === null)!;
    const { total } = balances(books, today + 400);
    for (const account of [0, 1, 4]) {
      const id = books.ids.id(Kind.account, account);
      const moved = movements.filter((row) => (row.account as { AccountID: string }).AccountID === id).reduce((sum, { amount }) => sum + amount, 0);
      expect(total[account]).toBe((opening.postings.find((posting) => posting.account === account)?.amount ?? 0) + moved);
    }
  });

  test('the report shows what the postings say, both column pairs balanced', () => {
    const books = sampleBooks();
    const [report] = read(books, 'Reports/TrialBalance').Reports as { Rows: { RowType: string; Title?: string; Rows?: { Cells: { Value: string }[] }[] }[] }[];
    const totals = report.Rows.at(-1)!.Rows![0].Cells.map((cell) => cell.Value);
    expect(totals[0]).toBe('Total');
    expect(totals[1]).toBe(totals[2]);
    expect(totals[3]).toBe(totals[4]);
    expect(Number(totals[3])).toBeGreaterThan(100_000);
    const vat = report.Rows.flatMap((row) => row.Rows ?? []).find((row) => row.Cells[0].Value === 'VAT (820)')!;
    const position = balances(books, today).total[books.drawing.control.tax];
    expect(vat.Cells[position < 0 ? 4 : 3].Value).toBe(centsToText(Math.abs(position)));
  });

  test('the report of a date leaves out what came later', () => {
    const books = sampleBooks();
    const early = balances(books, today - 300).total[books.drawing.control.tax];
    expect(early).not.toBe(0);
    expect(early).not.toBe(balances(books, today).total[books.drawing.control.tax]);
    expect(balances(books, today - 3000).total.every((amount) => amount === 0)).toBe(true);
  });

  test('a financial year starts on the day after its end', () => {
    const books = sampleBooks();
    const at = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
    expect(startOfYear(books.drawing, at('2026-03-31'))).toBe(at('2025-04-01'));
    expect(startOfYear(books.drawing, at('2026-04-01'))).toBe(at('2026-04-01'));
  });
});
