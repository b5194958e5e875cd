import type { NativeRecord } from '#connector-kit/connector';
import { line, posted } from '#test/small-ledger';

const later = '/Date(1773532800000+0000)/';
const last = '/Date(1774915200000+0000)/';
const prepayment = {
  PrepaymentID: 'p', Type: 'RECEIVE-PREPAYMENT', Status: 'AUTHORISED', Date: '/Date(1772323200000+0000)/', LineAmountTypes: 'Exclusive',
  LineItems: [line('620', 100, 20)], SubTotal: 100, TotalTax: 20, Total: 120, Allocations: [{ Date: later, Amount: 60 }],
};
const overpayment = { ...prepayment, PrepaymentID: undefined, OverpaymentID: 'o', Type: 'RECEIVE-OVERPAYMENT', LineItems: [line('610', 120)], SubTotal: 120, TotalTax: 0 };
const dollars = { CurrencyCode: 'USD', CurrencyRate: 1.25 };

test.each<[string, string, NativeRecord, readonly string[] | string]>([
  ['a prepayment itself is posted by its bank transaction', 'Prepayments', { ...prepayment, Allocations: [] }, []],
  ['its use takes a share of line and tax back from receivables', 'Prepayments', prepayment,
    ['2026-03-15 620 50.00', '2026-03-15 820 10.00', '2026-03-15 610 -60.00']],
  ["the use of a supplier's takes them back from payables", 'Prepayments', { ...prepayment, Type: 'SPEND-PREPAYMENT' },
    ['2026-03-15 620 -50.00', '2026-03-15 820 -10.00', '2026-03-15 800 60.00']],
  ['a refund does as a use does', 'Prepayments', { ...prepayment, Allocations: [], Payments: [{ Date: last, Amount: 120 }] },
    ['2026-03-31 620 100.00', '2026-03-31 820 20.00', '2026-03-31 610 -120.00']],
  ['uses that are deleted post nothing', 'Prepayments', { ...prepayment, Allocations: [{ Date: later, Amount: 60, IsDeleted: true }] }, []],
  ['each share is rounded, and the rest is rounding', 'Prepayments',
    { ...prepayment, LineItems: [line('620', 0.01), line('630', 0.01)], TotalTax: 0, Total: 0.02, Allocations: [{ Date: later, Amount: 0.01 }] },
    ['2026-03-15 620 0.01', '2026-03-15 630 0.01', '2026-03-15 610 -0.01', '2026-03-15 860 -0.01']],
  ['shares are given back in order of their days and leave nothing', 'Prepayments',
    { ...prepayment, LineItems: [line('620', 0.01), line('630', 0.01)], TotalTax: 0, Total: 0.02, Allocations: [{ Date: last, Amount: 0.01 }, { Date: later, Amount: 0.01 }] },
    ['2026-03-15 620 0.01', '2026-03-15 630 0.01', '2026-03-15 610 -0.01', '2026-03-15 860 -0.01', '2026-03-31 610 -0.01', '2026-03-31 860 0.01']],
  ['a foreign one takes them back at its own rate, against the realised gains', 'Prepayments', { ...prepayment, ...dollars },
    ['2026-03-15 620 40.00', '2026-03-15 820 8.00', '2026-03-15 499 -48.00']],
  ['an overpayment stands where its document does: its use moves nothing', 'Overpayments', overpayment,
    ['2026-03-15 610 60.00', '2026-03-15 610 -60.00']],
  ['of a foreign overpayment the rates make a difference', 'Overpayments', { ...overpayment, ...dollars }, ['2026-03-15 610 48.00', '2026-03-15 499 -48.00']],
  ["of a supplier's, on payables", 'Overpayments', { ...overpayment, ...dollars, Type: 'SPEND-OVERPAYMENT' }, ['2026-03-15 800 -48.00', '2026-03-15 499 48.00']],
  ['what was voided posts nothing', 'Prepayments', { ...prepayment, Status: 'VOIDED' }, []],
  ["Xero's other name of the type is known", 'Prepayments', { ...prepayment, Type: 'ARPREPAYMENT' }, ['2026-03-15 620 50.00', '2026-03-15 820 10.00', '2026-03-15 610 -60.00']],
  ['an unknown type cannot be posted', 'Overpayments', { ...overpayment, Type: 'RECEIVE' }, 'Type'],
  ['a foreign one without a rate cannot be posted', 'Prepayments', { ...prepayment, CurrencyCode: 'USD' }, 'CurrencyRate'],
])('%s', (_rule, source, native, expected) => {
  expect(posted(source, native)).toEqual(expected);
});
