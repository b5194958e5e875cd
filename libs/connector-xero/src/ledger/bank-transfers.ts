import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { Posting } from '#connector-kit/ledger';
import { child, within } from '../native.js';
import { sideOf } from '../records/bank-transfers.js';
import { exchangeOf, inBase, moneyIn } from './base-money.js';
import type { Chart } from './chart.js';
import { dayOf } from './day.js';
import { Entry } from './entry.js';
import { isPosted, statusesOfPayments } from './statuses.js';

/**
 * Money that is only moved gains and loses nothing: both accounts move by what left the one, in the base currency by the
 * transfer's rate. `Amount` is in the currency of the account that it left; the rate is that of the foreign one.
 */
export function postBankTransfer(native: NativeRecord, chart: Chart): readonly Posting[] {
  if (sideOf(native) !== undefined || !isPosted(native, statusesOfPayments)) return [];
  const accountOf = (field: string): string => within(field, () => chart.named(child(native, field) ?? {}, 'AccountID', 'Code'));
  const [from, to] = [accountOf('FromBankAccount'), accountOf('ToBankAccount')];
  const [sent, received] = [from, to].map((account) => chart.find(account)?.foreignCurrency);
  if (sent !== undefined && received !== undefined && sent !== received) {
    throw new ReadingError('CurrencyRate', 'does not say which of two foreign currencies it is of', 'unforeseen');
  }
  const worth = inBase(moneyIn(native, 'Amount'), exchangeOf(native, sent, chart.baseCurrency).rate);
  const entry = new Entry(dayOf(native));
  entry.add(to, worth);
  entry.add(from, worth.neg());
  return entry.postings;
}
