import type Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { Posting } from '#connector-kit/ledger';
import { requiredText } from '../native.js';
import { documentExchange, inBase, moneyIn, nothing } from './base-money.js';
import type { Chart, SystemAccount } from './chart.js';
import { dayOf } from './day.js';
import { Entry } from './entry.js';
import { netLines } from './lines.js';
import { inParts, type Settlement, settlementsOfInvoice, usesOfCredit } from './settlements.js';
import { isPosted, statusesOfDocuments } from './statuses.js';

interface Kind {
  /** Where it stands until it is settled. */
  readonly control: SystemAccount;
  /** Whether it debits that account. */
  readonly isDebit: boolean;
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['ACCREC', { control: 'DEBTORS', isDebit: true }],
  ['ACCPAY', { control: 'CREDITORS', isDebit: false }],
  ['ACCRECCREDIT', { control: 'DEBTORS', isDebit: false }],
  ['ACCPAYCREDIT', { control: 'CREDITORS', isDebit: true }],
]);

/** An invoice or bill: see {@link postDocument}. */
export function postInvoice(native: NativeRecord, chart: Chart): readonly Posting[] {
  return postDocument(native, chart, settlementsOfInvoice);
}

/** A credit note of a customer or supplier: see {@link postDocument}. */
export function postCreditNote(native: NativeRecord, chart: Chart): readonly Posting[] {
  return postDocument(native, chart, usesOfCredit);
}

/**
 * Once it is approved, a document stands with its total on receivables or payables against its lines, net, and its tax
 * in one sum: the header's, which people may correct by cents. Each amount is turned into the base currency and rounded
 * on its own; what they leave goes to Xero's account of rounding.
 *
 * What settles a foreign document was worth more or less than the document is carried at: Xero posts the difference as
 * a realised gain on the day of the settlement. Each side posts its own value here: the document takes its share off the
 * account that it stands on, by its own rate, against the gains; the payment or credit posts what it is worth, by its
 * rate, against the gains too, and what stays there is the gain. In the base currency both are worth the same, and only
 * the other side posts.
 */
function postDocument(native: NativeRecord, chart: Chart, settlementsOf: (native: NativeRecord) => Settlement[]): readonly Posting[] {
  const { control, isDebit } = kindOf(native);
  if (!isPosted(native, statusesOfDocuments)) return [];
  const { isForeign, rate } = documentExchange(native, chart.baseCurrency);
  const debit = (money: Big): Big => (isDebit ? inBase(money, rate) : inBase(money, rate).neg());
  const entry = new Entry(dayOf(native));
  const controlId = chart.system(control);
  entry.add(controlId, debit(moneyIn(native, 'Total')));
  const tax = debit(moneyIn(native, 'TotalTax')).neg();
  if (!tax.eq(nothing)) entry.add(chart.system('GST'), tax);
  for (const { accountId, net } of netLines(native, 'LineItems', chart)) entry.add(accountId, debit(net).neg());
  entry.closeOn(() => chart.system('ROUNDING'));
  if (!isForeign) return entry.postings;
  for (const { on, amount } of inParts(settlementsOf(native), debit)) {
    entry.add(controlId, amount.neg(), on);
    entry.add(chart.system('REALISEDCURRENCYGAIN'), amount, on);
  }
  return entry.postings;
}

function kindOf(native: NativeRecord): Kind {
  const kind = kinds.get(requiredText(native, 'Type'));
  if (kind === undefined) throw new ReadingError('Type', 'is not a type of document that is known', 'unforeseen');
  return kind;
}
