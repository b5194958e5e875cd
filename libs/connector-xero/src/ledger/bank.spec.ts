import type { NativeRecord } from '#connector-kit/connector';
import { line, posted } from '#test/small-ledger';

const Date = '/Date(1772323200000+0000)/';
const transaction = {
  BankTransactionID: 't', Type: 'RECEIVE', Status: 'AUTHORISED', Date, LineAmountTypes: 'Inclusive', CurrencyCode: 'GBP', BankAccount: { AccountID: 'id-090' },
  LineItems: [line('200', 120, 20)], SubTotal: 100, TotalTax: 20, Total: 120,
};
const dollars = { CurrencyCode: 'USD', CurrencyRate: 1.25, BankAccount: { AccountID: 'id-091' } };

test.each<[string, NativeRecord, readonly string[] | string]>([
  ['money received', transaction, ['2026-03-01 090 120.00', '2026-03-01 820 -20.00', '2026-03-01 200 -100.00']],
  ['money spent', { ...transaction, Type: 'SPEND', LineItems: [line('400', 120, 20)] }, ['2026-03-01 090 -120.00', '2026-03-01 820 20.00', '2026-03-01 400 100.00']],
  ['an amount below zero stays so', { ...transaction, LineItems: [line('200', -120, -20)], TotalTax: -20, Total: -120 },
    ['2026-03-01 090 -120.00', '2026-03-01 820 20.00', '2026-03-01 200 100.00']],
  ['foreign money', { ...transaction, ...dollars }, ['2026-03-01 091 96.00', '2026-03-01 820 -16.00', '2026-03-01 200 -80.00']],
  ['the money of a prepayment', { ...transaction, Type: 'RECEIVE-PREPAYMENT', LineItems: [line('620', 120, 20)] },
    ['2026-03-01 090 120.00', '2026-03-01 820 -20.00', '2026-03-01 620 -100.00']],
  ['the money of an overpayment, which Xero puts on receivables', { ...transaction, Type: 'RECEIVE-OVERPAYMENT', LineItems: [], TotalTax: 0 },
    ['2026-03-01 090 120.00', '2026-03-01 610 -120.00']],
  ['the money of an overpayment to a supplier', { ...transaction, Type: 'SPEND-OVERPAYMENT', LineItems: [], TotalTax: 0 }, ['2026-03-01 090 -120.00', '2026-03-01 800 120.00']],
  ['the side of a transfer, which the transfer posts', { ...transaction, Type: 'SPEND-TRANSFER' }, []],
  ['what was deleted', { ...transaction, Status: 'DELETED' }, []],
  ['what was voided', { ...transaction, Status: 'VOIDED' }, []],
  ['a bank account that was never read', { ...transaction, BankAccount: { AccountID: 'gone' } }, 'BankAccount.AccountID'],
  ['an unknown type', { ...transaction, Type: 'LEND' }, 'Type'],
])('of bank transactions: %s', (_rule, native, expected) => {
  expect(posted('BankTransactions', native)).toEqual(expected);
});

const transfer = {
  BankTransferID: 't', Status: 'AUTHORISED', Date, Amount: 100, CurrencyRate: 1, FromBankAccount: { AccountID: 'id-090' }, ToBankAccount: { AccountID: 'id-835' },
};
const fromDollars = { FromBankAccount: { AccountID: 'id-091' }, ToBankAccount: { AccountID: 'id-090' }, CurrencyRate: 1.25 };

test.each<[string, NativeRecord, readonly string[] | string]>([
  ['within the base currency', transfer, ['2026-03-01 835 100.00', '2026-03-01 090 -100.00']],
  ['into foreign money, of what left', { ...transfer, ToBankAccount: { AccountID: 'id-091' }, CurrencyRate: 1.25 }, ['2026-03-01 091 100.00', '2026-03-01 090 -100.00']],
  ['out of foreign money, by the rate', { ...transfer, ...fromDollars }, ['2026-03-01 090 80.00', '2026-03-01 091 -80.00']],
  ['out of foreign money without a rate', { ...transfer, ...fromDollars, CurrencyRate: 0 }, 'CurrencyRate'],
  ['between two foreign currencies', { ...transfer, ...fromDollars, ToBankAccount: { AccountID: 'id-092' } }, 'CurrencyRate'],
  ['the side that is a record of its own', { ...transfer, MovementSide: 'From' }, []],
  ['what was deleted', { ...transfer, Status: 'DELETED' }, []],
])('of bank transfers: %s', (_rule, native, expected) => {
  expect(posted('BankTransfers', native)).toEqual(expected);
});
