import type Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import type { Posting } from '#connector-kit/ledger';
import { child, within } from '../native.js';
import { typeOf } from '../records/bank-transactions.js';
import { documentExchange, inBase, moneyIn, nothing } from './base-money.js';
import type { Chart } from './chart.js';
import { dayOf } from './day.js';
import { Entry } from './entry.js';
import { netLines } from './lines.js';
import { isPosted, statusesOfMoney } from './statuses.js';

/**
 * Money spent or received stands on its bank account against its lines, net, and its tax, rounded as documents are. That
 * of a prepayment is posted in the same way; that of an overpayment stands on receivables or payables. The two sides of a
 * transfer are posted by the transfer.
 */
export function postBankTransaction(native: NativeRecord, chart: Chart): readonly Posting[] {
  const { isSpent, purpose } = typeOf(native);
  if (purpose === 'TRANSFER' || !isPosted(native, statusesOfMoney)) return [];
  const { rate } = documentExchange(native, chart.baseCurrency);
  const debit = (money: Big): Big => (isSpent ? inBase(money, rate).neg() : inBase(money, rate));
  const entry = new Entry(dayOf(native));
  const total = debit(moneyIn(native, 'Total'));
  entry.add(within('BankAccount', () => chart.named(child(native, 'BankAccount') ?? {}, 'AccountID', 'Code')), total);
  if (purpose === 'OVERPAYMENT') {
    entry.add(chart.system(isSpent ? 'CREDITORS' : 'DEBTORS'), total.neg());
    return entry.postings;
  }
  const tax = debit(moneyIn(native, 'TotalTax'));
  if (!tax.eq(nothing)) entry.add(chart.system('GST'), tax.neg());
  for (const { accountId, net } of netLines(native, 'LineItems', chart)) entry.add(accountId, debit(net).neg());
  entry.closeOn(() => chart.system('ROUNDING'));
  return entry.postings;
}
