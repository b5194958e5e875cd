import type { NativeRecord } from '#connector-kit/connector';
import { line, posted, smallLedger } from '#test/small-ledger';

const invoice = {
  InvoiceID: 'i', Type: 'ACCREC', Status: 'AUTHORISED', Date: '/Date(1772323200000+0000)/', LineAmountTypes: 'Exclusive', CurrencyCode: 'GBP',
  LineItems: [line('200', 100, 20)], SubTotal: 100, TotalTax: 20, Total: 120,
};
const dollars = { ...invoice, CurrencyCode: 'USD', CurrencyRate: 1.25 };
const later = '/Date(1773532800000+0000)/';
const last = '/Date(1774915200000+0000)/';

test.each<[string, string, NativeRecord, readonly string[] | string]>([
  ['an invoice stands on receivables against its lines and tax', 'Invoices', invoice,
    ['2026-03-01 610 120.00', '2026-03-01 820 -20.00', '2026-03-01 200 -100.00']],
  ['a bill stands on payables', 'Invoices', { ...invoice, Type: 'ACCPAY', LineItems: [line('400', 100, 20)] },
    ['2026-03-01 800 -120.00', '2026-03-01 820 20.00', '2026-03-01 400 100.00']],
  ['a credit note takes both back', 'CreditNotes', { ...invoice, Type: 'ACCRECCREDIT' },
    ['2026-03-01 610 -120.00', '2026-03-01 820 20.00', '2026-03-01 200 100.00']],
  ["a supplier's credit note takes both back", 'CreditNotes', { ...invoice, Type: 'ACCPAYCREDIT', LineItems: [line('400', 100, 20)] },
    ['2026-03-01 800 120.00', '2026-03-01 820 -20.00', '2026-03-01 400 -100.00']],
  ['amounts that include tax are net without it', 'Invoices', { ...invoice, LineAmountTypes: 'Inclusive', LineItems: [line('200', 120, 20)] },
    ['2026-03-01 610 120.00', '2026-03-01 820 -20.00', '2026-03-01 200 -100.00']],
  ['a document without tax has none', 'Invoices', { ...invoice, LineAmountTypes: 'NoTax', LineItems: [line('200', 100)], TotalTax: 0, Total: 100 },
    ['2026-03-01 610 100.00', '2026-03-01 200 -100.00']],
  ['tax that a person corrected is posted as corrected', 'Invoices', { ...invoice, TotalTax: 20.03, Total: 120.03 },
    ['2026-03-01 610 120.03', '2026-03-01 820 -20.03', '2026-03-01 200 -100.00']],
  ['an account that is named by its code alone is found', 'Invoices', { ...invoice, LineItems: [{ AccountCode: '200', LineAmount: 100 }] },
    ['2026-03-01 610 120.00', '2026-03-01 820 -20.00', '2026-03-01 200 -100.00']],
  ['remarks post nothing', 'Invoices', { ...invoice, LineItems: [{ Description: 'thanks' }, { Description: 'bye', LineAmount: 0 }, line('200', 100, 20)] },
    ['2026-03-01 610 120.00', '2026-03-01 820 -20.00', '2026-03-01 200 -100.00']],
  ['foreign amounts are divided by the rate, each is rounded, and the rest is rounding', 'Invoices',
    { ...dollars, CurrencyRate: 1.3, LineItems: [line('200', 10.01), line('260', 10.01), line('260', 10.01)], TotalTax: 0, Total: 30.03 },
    ['2026-03-01 610 23.10', '2026-03-01 200 -7.70', '2026-03-01 260 -7.70', '2026-03-01 260 -7.70']],
  ['what rounding leaves goes to its account', 'Invoices',
    { ...dollars, CurrencyRate: 3, LineItems: [line('200', 1), line('260', 1)], TotalTax: 0, Total: 2 },
    ['2026-03-01 610 0.67', '2026-03-01 200 -0.33', '2026-03-01 260 -0.33', '2026-03-01 860 -0.01']],
  ['half a cent is rounded away from zero on both sides', 'Invoices',
    { ...dollars, CurrencyRate: 2, LineItems: [line('200', 0.01)], TotalTax: 0, Total: 0.01 }, ['2026-03-01 610 0.01', '2026-03-01 200 -0.01']],
  ['payments of a document in base currency are not its own to post', 'Invoices', { ...invoice, Status: 'PAID', Payments: [{ Date: later, Amount: 120 }] },
    ['2026-03-01 610 120.00', '2026-03-01 820 -20.00', '2026-03-01 200 -100.00']],
  ['what settles a foreign document takes its share off at its own rate, against the realised gains', 'Invoices',
    { ...dollars, Payments: [{ Date: later, Amount: 60, CurrencyRate: 1.5 }], CreditNotes: [{ Date: last, AppliedAmount: 60 }] },
    ['2026-03-01 610 96.00', '2026-03-01 820 -16.00', '2026-03-01 200 -80.00', '2026-03-15 610 -48.00', '2026-03-15 499 48.00', '2026-03-31 610 -48.00', '2026-03-31 499 48.00']],
  ['parts are cleared in order of their days and leave nothing', 'Invoices',
    { ...dollars, CurrencyRate: 3, LineItems: [line('200', 1)], TotalTax: 0, Total: 1, Payments: [{ Date: last, Amount: 0.5 }], Overpayments: [{ Date: later, AppliedAmount: 0.5 }] },
    ['2026-03-01 610 0.33', '2026-03-01 200 -0.33', '2026-03-15 610 -0.17', '2026-03-15 499 0.17', '2026-03-31 610 -0.16', '2026-03-31 499 0.16']],
  ['uses and refunds of a foreign credit note give its share back, deleted uses do not', 'CreditNotes',
    {
      ...dollars, Type: 'ACCRECCREDIT', Allocations: [{ Date: later, Amount: 60, IsDeleted: false }, { Date: later, Amount: 30, IsDeleted: true }],
      Payments: [{ Date: last, Amount: 60 }],
    },
    ['2026-03-01 610 -96.00', '2026-03-01 820 16.00', '2026-03-01 200 80.00', '2026-03-15 610 48.00', '2026-03-15 499 -48.00', '2026-03-31 610 48.00', '2026-03-31 499 -48.00']],
  ['a document of nothing posts nothing', 'Invoices', { ...invoice, LineItems: [line('200', 0)], TotalTax: 0, Total: 0 }, []],
  ['a foreign document without a rate cannot be posted', 'Invoices', { ...dollars, CurrencyRate: undefined }, 'CurrencyRate'],
  ['a foreign document with a rate of 0 cannot be posted', 'Invoices', { ...dollars, CurrencyRate: 0 }, 'CurrencyRate'],
  ['a rate is not asked of the base currency', 'Invoices', { ...invoice, CurrencyRate: 0, TotalTax: 0, Total: 100 }, ['2026-03-01 610 100.00', '2026-03-01 200 -100.00']],
  ['a line of money without an account cannot be posted', 'Invoices', { ...invoice, LineItems: [{ LineAmount: 100 }] }, 'LineItems[0].AccountID'],
  ['a line on an account that was never read cannot be posted', 'Invoices', { ...invoice, LineItems: [line('999', 100)] }, 'LineItems[0].AccountID'],
  ['an unknown type cannot be posted', 'Invoices', { ...invoice, Type: 'ACCFOO' }, 'Type'],
  ['a new status cannot be posted', 'Invoices', { ...invoice, Status: 'PENDING' }, 'Status'],
])('%s', (_rule, source, native, expected) => {
  expect(posted(source, native)).toEqual(expected);
});

test.each(['DRAFT', 'SUBMITTED', 'VOIDED', 'DELETED'])('a document that is %s posts nothing', (Status) => {
  expect(posted('Invoices', { ...invoice, Status })).toEqual([]);
  expect(posted('CreditNotes', { ...invoice, Type: 'ACCPAYCREDIT', Status })).toEqual([]);
});

test('without an account of rounding only what needs it cannot be posted', () => {
  const rules = smallLedger({}, ['860']);
  expect(posted('Invoices', invoice, rules)).toHaveLength(3);
  expect(posted('Invoices', { ...invoice, Total: 120.01 }, rules)).toBe('SystemAccount');
});
