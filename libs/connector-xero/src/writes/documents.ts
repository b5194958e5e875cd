import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { documentStatus } from '../records/document-status.js';
import type { Given } from './given.js';
import { lineItems, withLineIds } from './lines.js';
import type { Lookups } from './lookups.js';
import { date, number, type Properties, text } from './options.js';
import type { Element } from './requests.js';

/** What documents with lines have in common. */

export const moneyOptions: Properties = {
  currency: text('Currency', 'ISO 4217 code of a currency that the organisation uses; its base currency if not given.', { maxLength: 3 }),
  currencyRate: number('Currency rate', 'What one unit of the currency is in the base currency.', {
    warnings: ['Must be greater than zero.'],
    information: ['If no rate is specified, the Xero day rate is applied.'],
  }),
};

/** Sums are served with documents, and the SDKs ask for them. Xero calculates its own. */
export function calculated(...names: readonly string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, number(name, 'Not sent: Xero calculates it from the lines.')]));
}

export const issueDate = date('Issue date', 'Calendar day of the document.');

/** A contact by its id alone: with anything more, Xero would change the contact. */
export function contactIn(document: Given, reference: string): Element | undefined {
  const id = document.guidOf(reference);
  return id === undefined ? undefined : { ContactID: id };
}

/** Canonical statuses as Xero's. A status that is not among them is only served. */
export type Statuses = Readonly<Record<string, 'DRAFT' | 'AUTHORISED' | 'BILLED'>>;

/**
 * The status to send. One that the record has already is not sent: a paid document is approved, and a document that waits for
 * approval is served as a draft, and both are to stay so.
 */
export function statusOf(document: Given, statuses: Statuses, served: string | undefined): string | undefined {
  const status = document.text('status');
  if (status === undefined || status === served) return undefined;
  return (Object.hasOwn(statuses, status) ? statuses[status] : undefined) ?? document.refuse('status', `must be one of ${Object.keys(statuses).join(', ')}.`);
}

interface Rules {
  readonly statuses: Statuses;
  /** Where Xero says what is still to be paid or used up: by it a stored document's status is known. */
  readonly open: 'AmountDue' | 'RemainingCredit';
  readonly discounts?: true;
}

/** Money, status and lines of invoices, bills and credit notes. */
export async function documentElement(document: Given, lookups: Lookups, stored: NativeRecord | null, { statuses, open, ...rules }: Rules): Promise<Element> {
  const lines = await lineItems(document, lookups, rules);
  return {
    Date: document.day('issueDate'),
    ...moneyOf(document, lookups),
    Status: statusOf(document, statuses, servedStatus(stored, open, statuses)),
    ...linesFor(lines, stored),
  };
}

export function moneyOf(document: Given, lookups: Lookups): Element {
  return { CurrencyCode: document.text('currency'), CurrencyRate: lookups.currencyRate(document) };
}

/** The lines of a create, or of an update under the ids of the lines that they replace. */
export function linesFor(lines: readonly Element[] | undefined, stored: NativeRecord | null): Element {
  if (lines === undefined) return {};
  // Canonical amounts are without tax. Of a document with other amounts all lines change.
  return { LineAmountTypes: 'Exclusive', LineItems: stored === null ? lines : withLineIds(lines, stored) };
}

/** As which status a stored document is served. One that cannot be read has none that could be kept. */
function servedStatus(stored: NativeRecord | null, open: Rules['open'], statuses: Statuses): string | undefined {
  if (stored === null) return undefined;
  try {
    const status = documentStatus(stored, open);
    return status === 'Submitted' && 'Open' in statuses ? 'Open' : status;
  } catch (error) {
    if (error instanceof ReadingError) return undefined;
    throw error;
  }
}
