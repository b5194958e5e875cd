import { ask, sampleBooks } from '../accounting/testing.js';
import type { Books, CreditNote, Invoice } from '../books/books.js';
import { edit, editKinds } from '../books/control.js';
import { balances } from '../books/ledger.js';
import { netOf } from '../books/lines.js';
import { toBase } from '../books/money.js';
import { Kind } from '../books/record-ids.js';
import { dailySums, everBefore, type Basis } from './daily-sums.js';
import { reportSettings } from './report-settings.js';
import { readReport } from './testing.js';

const yearEarnings = 'abababab-abab-abab-abab-abababababab';
const today = '2026-11-22';
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

function edited(seed: number): Books {
  const books = sampleBooks({ seed, invoices: 200 });
  for (const kind of [...editKinds, ...editKinds]) {
    try {
      edit(books, { kind });
    } catch {
      // Small books run out of fitting records.
    }
  }
  return books;
}

/** The signed position of each account on the trial balance: debit positive. */
function trialBalanceOf(books: Books, query: Record<string, string> = {}): Map<string, number> {
  const { accounts } = readReport(books, 'TrialBalance', { date: today, ...query });
  return new Map([...accounts].map(([id, [, , debit, credit]]) => [id, debit - credit]));
}

const classOf = (books: Books, id: string): string => books.drawing.chart[books.ids.indexOf(Kind.account, id)!].class;

describe('reports', () => {
  describe.each(Array.from({ length: 10 }, (_, index) => index + 1))('of seed %i, edited', (seed) => {
    const books = edited(seed);

    test('trial balance: debits equal credits, on both bases, and positions are those of the ledger', () => {
      for (const paymentsOnly of ['false', 'true']) {
        const [debit, credit, yearDebit, yearCredit] = readReport(books, 'TrialBalance', { date: today, paymentsOnly }).rows.get('Total')!;
        expect([debit, yearDebit]).toEqual([credit, yearCredit]);
      }
      const { total } = balances(books, dayOf(today));
      for (const [id, amount] of trialBalanceOf(books)) {
        const row = books.ids.indexOf(Kind.account, id)!;
        if (['ASSET', 'LIABILITY'].includes(classOf(books, id))) expect([id, amount]).toEqual([id, total[row]]);
      }
    });

    test.each(['false', 'true'])('balance sheet ties to the trial balance account by account (cash basis: %s)', (paymentsOnly) => {
      const { accounts, rows } = readReport(books, 'BalanceSheet', { date: today, paymentsOnly });
      const expected = new Map<string, number>();
      let earnings = 0;
      for (const [id, amount] of trialBalanceOf(books, { paymentsOnly })) {
        const kind = classOf(books, id);
        if (kind === 'REVENUE' || kind === 'EXPENSE') earnings -= amount;
        else if (amount !== 0) expected.set(id, kind === 'ASSET' ? amount : -amount);
      }
      if (earnings !== 0) expected.set(yearEarnings, earnings);
      expect(new Map([...accounts].map(([id, [amount]]) => [id, amount]))).toEqual(expected);
      expect(rows.get('Net Assets')).toEqual(rows.get('Total Equity'));
      expect(rows.get('Total Assets')![0] - rows.get('Total Liabilities')![0]).toBe(rows.get('Net Assets')![0]);
    });

    test.each(['false', 'true'])('profit and loss of the year so far ties to the trial balance, and its profit to the balance sheet (cash basis: %s)', (paymentsOnly) => {
      const { accounts, rows } = readReport(books, 'ProfitAndLoss', { fromDate: '2026-04-01', toDate: today, paymentsOnly });
      const gains = new Set(books.drawing.chart.flatMap((account, row) => (/CURRENCYGAIN$/.test(account.systemAccount ?? '') ? [books.ids.id(Kind.account, row)] : [])));
      const expected = new Map<string, number>();
      for (const [id, amount] of trialBalanceOf(books, { paymentsOnly })) {
        const kind = classOf(books, id);
        if (kind !== 'REVENUE' && kind !== 'EXPENSE') continue;
        const key = gains.has(id) ? 'FXGROUPID' : id;
        expected.set(key, (expected.get(key) ?? 0) + (kind === 'REVENUE' ? -amount : amount));
      }
      expect(new Map([...accounts].map(([id, [amount]]) => [id, amount]))).toEqual(new Map([...expected].filter(([, amount]) => amount !== 0)));
      const earnings = readReport(books, 'BalanceSheet', { date: today, paymentsOnly }).accounts.get(yearEarnings)!;
      expect(rows.get('Net Profit')).toEqual(earnings);
    });

    test('cash basis: nothing stands on debtors and creditors for what was merely invoiced', () => {
      const cash = trialBalanceOf(books, { paymentsOnly: 'true' });
      const accrual = trialBalanceOf(books);
      const { debtors, creditors } = books.drawing.control;
      for (const row of [debtors, creditors]) {
        const id = books.ids.id(Kind.account, row);
        expect(Math.abs(cash.get(id) ?? 0)).toBeLessThan(Math.abs(accrual.get(id)!));
      }
      for (const [id, amount] of accrual) if (books.drawing.chart[books.ids.indexOf(Kind.account, id)!].type === 'BANK') expect(cash.get(id)).toBe(amount);
    });

    test('twelve months of profit and loss in one call equal twelve calls of one month, and so do positions', () => {
      const together = readReport(books, 'ProfitAndLoss', { fromDate: '2026-10-01', toDate: '2026-10-31', periods: '11', timeframe: 'MONTH', standardLayout: 'true' });
      const positions = readReport(books, 'BalanceSheet', { date: '2026-11-30', periods: '11', timeframe: 'MONTH' });
      expect([together.header.length, positions.header.length]).toEqual([13, 13]);
      for (let back = 0; back < 12; back++) {
        const first = new Date(Date.UTC(2026, 9 - back, 1)).toISOString().slice(0, 10);
        const last = new Date(Date.UTC(2026, 10 - back, 0)).toISOString().slice(0, 10);
        const alone = readReport(books, 'ProfitAndLoss', { fromDate: first, toDate: last });
        for (const [id, amounts] of together.accounts) expect([back, id, amounts[back]]).toEqual([back, id, alone.accounts.get(id)?.[0] ?? 0]);
        const end = new Date(Date.UTC(2026, 11 - back, 0)).toISOString().slice(0, 10);
        const position = readReport(books, 'BalanceSheet', { date: end });
        for (const [id, amounts] of positions.accounts) expect([back, id, amounts[back]]).toEqual([back, id, position.accounts.get(id)?.[0] ?? 0]);
      }
    });

    test('bank summary: opening, received and spent make the closing balance, which is the balance sheet’s', () => {
      const { rows } = readReport(books, 'BankSummary', { fromDate: '2026-10-01', toDate: '2026-10-31' });
      const [opening, received, spent, closing] = rows.get('Total')!;
      expect(opening + received - spent).toBe(closing);
      expect(readReport(books, 'BalanceSheet', { date: '2026-10-31' }).rows.get('Total Bank')).toEqual([closing]);
    });
  });

  const books = sampleBooks({ seed: 4 });

  test('profit and loss keeps the days of the month when it steps back, so the 31st is lost from a month of 30 days', () => {
    const { header } = readReport(books, 'ProfitAndLoss', { fromDate: '2026-11-01', toDate: '2026-11-30', periods: '3', timeframe: 'MONTH' });
    expect(header).toEqual(['', '30 Nov 26', '30 Oct 26', '30 Sep 26', '30 Aug 26']);
    expect(readReport(books, 'BalanceSheet', { date: '2026-11-30', periods: '2' }).header).toEqual(['', '30 Nov 2026', '31 Oct 2026', '30 Sep 2026']);
    expect(readReport(books, 'BalanceSheet', { date: '2026-05-31', periods: '2', timeframe: 'QUARTER' }).header).toEqual(['', '31 May 2026', '28 Feb 2026', '30 Nov 2025']);
  });

  test('a report without dates is of today or of this month', () => {
    expect(readReport(books, 'ProfitAndLoss').titles[2]).toBe('1 November 2026 to 30 November 2026');
    expect(readReport(books, 'BalanceSheet').titles).toEqual(['Balance Sheet', 'Demo Company (UK)', 'As at 22 November 2026']);
  });

  test('accounts that show zero in every column are absent', () => {
    for (const [, amounts] of readReport(books, 'ProfitAndLoss', { periods: '2' }).accounts) expect(amounts.some((amount) => amount !== 0)).toBe(true);
  });

  test.each([['periods', '12'], ['periods', '-1'], ['timeframe', 'WEEK'], ['fromDate', 'soon'], ['fromDate', '2024-01-01']])('%s=%s is refused', (name, value) => {
    expect(ask(books, 'Reports/ProfitAndLoss', { toDate: today, [name]: value })).toMatchObject({ status: 400, text: expect.stringContaining('ValidationException') });
  });

  test('a rearranged report has other titles and rows of several accounts, and standardLayout gives the fixed one', () => {
    const own = sampleBooks({ seed: 4 });
    reportSettings(own).layout = 'custom';
    const custom = readReport(own, 'BalanceSheet');
    expect(custom.sections).toContain('What we own');
    expect(custom.rows.get('Cash at bank')).toEqual(readReport(books, 'BalanceSheet').rows.get('Total Bank'));
    expect(readReport(own, 'BalanceSheet', { standardLayout: 'true' })).toEqual(readReport(books, 'BalanceSheet'));
  });

  test('a planted cent shows in the reports that it is planted in, and nowhere else', () => {
    const own = sampleBooks({ seed: 4 });
    const row = own.drawing.control.debtors;
    const id = own.ids.id(Kind.account, row);
    reportSettings(own).misstatement = { account: row, cents: 1, reports: ['TrialBalance'] };
    expect(trialBalanceOf(own).get(id)).toBe(trialBalanceOf(books).get(id)! + 1);
    expect([...trialBalanceOf(own)].filter(([other]) => other !== id)).toEqual([...trialBalanceOf(books)].filter(([other]) => other !== id));
    expect(readReport(own, 'BalanceSheet')).toEqual(readReport(books, 'BalanceSheet'));
  });

  test('cash basis lacks of each document exactly the share that is not settled, a cent of rounding at most', () => {
    const large = edited(6);
    const lacking = new Map<string, number>();
    let parts = 0;
    const lack = (document: Invoice | CreditNote, settled: number, sign: number): void => {
      if (!['AUTHORISED', 'PAID'].includes(document.status) || document.total === 0) return;
      if (settled !== document.total) parts++;
      for (const line of document.lines) {
        if (line.account === null) continue;
        const id = large.ids.id(Kind.account, line.account);
        const net = toBase(netOf(line, document.types), document.rate);
        lacking.set(id, (lacking.get(id) ?? 0) - sign * net * (1 - settled / document.total));
      }
    };
    for (let row = 0; row < large.invoices.size; row++) {
      const invoice = large.invoice(row);
      if (large.invoices.has(row)) lack(invoice, invoice.total - invoice.amountDue, invoice.plan.sales ? 1 : -1);
    }
    for (let row = 0; row < large.creditNotes.size; row++) {
      const note = large.creditNote(row);
      if (large.creditNotes.has(row)) lack(note, note.total - note.remaining, note.plan.sales ? -1 : 1);
    }
    expect(parts).toBeGreaterThan(20);
    const sums = (basis: Basis): Float64Array => dailySums(large, basis).net(everBefore, dayOf('2030-03-31'));
    const [whole, paid] = [sums('accrual'), sums('cash')];
    for (const [id, amount] of lacking) {
      const row = large.ids.indexOf(Kind.account, id)!;
      expect([id, Math.abs(whole[row] - paid[row] - amount) <= parts]).toEqual([id, true]);
    }
  });
});
