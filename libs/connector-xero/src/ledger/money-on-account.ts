import type Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { Posting } from '#connector-kit/ledger';
import { requiredText } from '../native.js';
import { cents, documentExchange, inBase, moneyIn, nothing } from './base-money.js';
import type { Chart } from './chart.js';
import { dayOf } from './day.js';
import { Entry } from './entry.js';
import { type NetLine, netLines } from './lines.js';
import { inOrder, usesOfCredit } from './settlements.js';
import { isPosted, statusesOfMoney } from './statuses.js';

/*
 * Money that came or went before anything was owed. The money itself is posted by its bank transaction, the only one to
 * know the bank account; here is what becomes of it.
 */

const types = /^(?:(RECEIVE|AR)|SPEND|AP)-?(?:PREPAYMENT|OVERPAYMENT)$/;

/**
 * A prepayment stands on the accounts of its lines and on tax. A use or a refund takes the same share of each of them
 * back, each rounded on its own; the other side is receivables or payables, where the document or the refund
 * finds it.
 */
export function postPrepayment(native: NativeRecord, chart: Chart): readonly Posting[] {
  return postUses(native, chart, () => {
    const tax = moneyIn(native, 'TotalTax');
    return [...netLines(native, 'LineItems', chart), ...(tax.eq(nothing) ? [] : [{ accountId: chart.system('GST'), net: tax }])];
  });
}

/**
 * An overpayment stands on receivables or payables, as what it is used for does: only the rates of a foreign one make a
 * difference.
 */
export function postOverpayment(native: NativeRecord, chart: Chart): readonly Posting[] {
  return postUses(native, chart, (controlId) => [{ accountId: controlId, net: moneyIn(native, 'Total') }]);
}

/**
 * In the base currency what rounding leaves goes to Xero's account of rounding. A foreign credit posts its value against
 * the realised gains, and so does what it was used for: what stays there is the gain.
 */
function postUses(native: NativeRecord, chart: Chart, partsOf: (controlId: string) => readonly NetLine[]): readonly Posting[] {
  const type = types.exec(requiredText(native, 'Type'));
  if (type === null) throw new ReadingError('Type', 'is no kind of prepayment or overpayment that is known', 'unforeseen');
  if (!isPosted(native, statusesOfMoney)) return [];
  const isReceived = type[1] !== undefined;
  const { isForeign, rate } = documentExchange(native, chart.baseCurrency);
  const controlId = chart.system(isReceived ? 'DEBTORS' : 'CREDITORS');
  const total = moneyIn(native, 'Total');
  const uses = inOrder(usesOfCredit(native));
  const parts = partsOf(controlId);
  const entry = new Entry(dayOf(native));
  if (total.eq(nothing)) return [];
  const shareOf = (part: Big, used: Big): Big => inBase(cents(part.times(used).div(total)), rate);
  let before = nothing;
  for (const { on, amount } of uses) {
    const used = before.plus(amount);
    const debit = (account: string, money: Big): void => entry.add(account, isReceived ? money : money.neg(), on);
    for (const { accountId, net } of parts) debit(accountId, shareOf(net, used).minus(shareOf(net, before)));
    if (!isForeign) debit(controlId, shareOf(total, before).minus(shareOf(total, used)));
    entry.closeOn(() => chart.system(isForeign ? 'REALISEDCURRENCYGAIN' : 'ROUNDING'), on);
    before = used;
  }
  return entry.postings;
}
