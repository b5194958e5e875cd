import type Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import type { Posting } from '#connector-kit/ledger';
import { amount, child, currencyCode, within } from '../native.js';
import { kindOf, targetOf } from '../records/payments.js';
import { cents, exchangeOf, inBase, moneyIn } from './base-money.js';
import type { Chart } from './chart.js';
import { dayOf } from './day.js';
import { Entry } from './entry.js';
import { isPosted, statusesOfPayments } from './statuses.js';

/**
 * Money for a document, or back to whom a credit belongs: the account that it moved on against receivables or payables;
 * of a foreign document against the realised gains, where the document or credit posts what it was carried at. Members of
 * a batch are payments like others; the batch itself posts nothing.
 */
export function postPayment(native: NativeRecord, chart: Chart): readonly Posting[] {
  const { side, of } = kindOf(native);
  if (!isPosted(native, statusesOfPayments)) return [];
  const { field, record } = targetOf(native);
  const currency = within(field, () => currencyCode(record, 'CurrencyCode'));
  const isForeign = currency !== undefined && currency !== chart.baseCurrency;
  const accountId = within('Account', () => chart.named(child(native, 'Account') ?? {}, 'AccountID', 'Code'));
  const worth = worthOf(native, chart, { accountId, currency, isForeign });
  const isMoneyIn = (side === 'sale') === (of === 'document');
  const entry = new Entry(dayOf(native));
  entry.add(accountId, isMoneyIn ? worth : worth.neg());
  entry.closeOn(() => chart.system(isForeign ? 'REALISEDCURRENCYGAIN' : side === 'sale' ? 'DEBTORS' : 'CREDITORS'));
  return entry.postings;
}

interface Paid {
  readonly accountId: string;
  readonly currency: string | undefined;
  readonly isForeign: boolean;
}

/**
 * `Amount` is in the document's currency, `BankAmount` in the account's. In an account of the base currency the foreign
 * money is worth what arrived; elsewhere it is worth the amount by the payment's own rate.
 */
function worthOf(native: NativeRecord, chart: Chart, { accountId, currency, isForeign }: Paid): Big {
  const paid = moneyIn(native, 'Amount');
  if (isForeign && chart.find(accountId)?.foreignCurrency === undefined && amount(native, 'BankAmount') !== undefined) return cents(moneyIn(native, 'BankAmount'));
  return inBase(paid, exchangeOf(native, currency, chart.baseCurrency).rate);
}
