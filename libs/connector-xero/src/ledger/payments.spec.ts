import type { NativeRecord } from '#connector-kit/connector';
import { posted } from '#test/small-ledger';

const payment = {
  PaymentID: 'p', PaymentType: 'ACCRECPAYMENT', Status: 'AUTHORISED', Date: '/Date(1772323200000+0000)/', Amount: 100, BankAmount: 100, CurrencyRate: 0,
  Account: { AccountID: 'id-090', Code: '090' }, Invoice: { InvoiceID: 'i', CurrencyCode: 'GBP' },
};
const dollars = { Invoice: { InvoiceID: 'i', CurrencyCode: 'USD' }, CurrencyRate: 1.25 };

test.each<[string, NativeRecord, readonly string[] | string]>([
  ['a payment of an invoice', payment, ['2026-03-01 090 100.00', '2026-03-01 610 -100.00']],
  ['a payment of a bill', { ...payment, PaymentType: 'ACCPAYPAYMENT' }, ['2026-03-01 090 -100.00', '2026-03-01 800 100.00']],
  ['a refund of a credit note', { ...payment, PaymentType: 'ARCREDITPAYMENT' }, ['2026-03-01 090 -100.00', '2026-03-01 610 100.00']],
  ["a refund of a supplier's credit note", { ...payment, PaymentType: 'APCREDITPAYMENT' }, ['2026-03-01 090 100.00', '2026-03-01 800 -100.00']],
  ['a refund of a prepayment', { ...payment, PaymentType: 'ARPREPAYMENTPAYMENT' }, ['2026-03-01 090 -100.00', '2026-03-01 610 100.00']],
  ["a refund of a supplier's overpayment", { ...payment, PaymentType: 'APOVERPAYMENTPAYMENT' }, ['2026-03-01 090 100.00', '2026-03-01 800 -100.00']],
  ['a member of a batch is a payment like others', { ...payment, BatchPaymentID: 'b' }, ['2026-03-01 090 100.00', '2026-03-01 610 -100.00']],
  ['an account that is no bank account', { ...payment, Account: { AccountID: 'id-835' } }, ['2026-03-01 835 100.00', '2026-03-01 610 -100.00']],
  ['an account by its code', { ...payment, Account: { Code: '090' } }, ['2026-03-01 090 100.00', '2026-03-01 610 -100.00']],
  ['foreign money on a foreign account is worth its amount by its own rate, and meets the realised gains', { ...payment, ...dollars, Account: { AccountID: 'id-091' } },
    ['2026-03-01 091 80.00', '2026-03-01 499 -80.00']],
  ['foreign money on an account in base currency is worth what arrived', { ...payment, ...dollars, BankAmount: 79.5 }, ['2026-03-01 090 79.50', '2026-03-01 499 -79.50']],
  ['foreign money whose arrival is not told is worth its amount by its rate', { ...payment, ...dollars, BankAmount: undefined }, ['2026-03-01 090 80.00', '2026-03-01 499 -80.00']],
  ['foreign money in a third currency is worth its amount by its rate', { ...payment, ...dollars, BankAmount: 92, Account: { AccountID: 'id-092' } },
    ['2026-03-01 092 80.00', '2026-03-01 499 -80.00']],
  ['base money through a foreign account is worth itself', { ...payment, BankAmount: 125, Account: { AccountID: 'id-091' } }, ['2026-03-01 091 100.00', '2026-03-01 610 -100.00']],
  ['one that was taken back', { ...payment, Status: 'DELETED' }, []],
  ['one without an account', { ...payment, Account: undefined }, 'Account.AccountID'],
  ['a foreign one without a rate', { ...payment, ...dollars, CurrencyRate: 0, Account: { AccountID: 'id-091' } }, 'CurrencyRate'],
  ['an unknown kind', { ...payment, PaymentType: 'PAYRUN' }, 'PaymentType'],
])('%s', (_rule, native, expected) => {
  expect(posted('Payments', native)).toEqual(expected);
});
