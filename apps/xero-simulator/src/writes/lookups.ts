import type { Books } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import type { Sent } from './sent.js';

/** The account that a code or id names, or -1. */
export function findAccount(books: Books, { id, code }: { id?: string | undefined; code?: string | undefined }): number {
  const { chart } = books.drawing;
  if (id !== undefined && id !== '') {
    const row = books.ids.indexOf(Kind.account, id);
    return row === null || row >= chart.length ? -1 : row;
  }
  return code === undefined ? -1 : chart.findIndex((account) => account.code?.toLowerCase() === code.toLowerCase());
}

/** The account inside another record: `{AccountID}` or `{Code}`. */
export function accountIn(books: Books, sent: Sent | undefined): number {
  return sent ? findAccount(books, { id: sent.text('AccountID'), code: sent.text('Code') }) : -1;
}

/** Lines cannot post where only money or the system itself does. */
export function takesLines(books: Books, row: number): boolean {
  const { type, systemAccount } = books.drawing.chart[row];
  return type !== 'BANK' && (systemAccount === undefined || systemAccount === 'ROUNDING');
}

export function findItem(books: Books, code: string): number {
  return books.items.findIndex((item) => !item.gone && item.code.toLowerCase() === code.toLowerCase());
}

/** The place of a tax rate among those of the edition, or -1. */
export function findTaxRate(books: Books, taxType: string): number {
  return books.drawing.options.edition.taxRates.findIndex((rate) => rate.taxType === taxType.toUpperCase() && rate.status === undefined);
}

/** Rates for sales do not go on costs, nor those for purchases on income. */
export function suits(books: Books, taxRate: number, account: number): boolean {
  const { sales, purchases } = books.drawing.options.edition.taxRates[taxRate];
  const { class: kind } = books.drawing.chart[account];
  if (kind === 'REVENUE') return purchases === 0 || sales > 0;
  return kind !== 'EXPENSE' || sales === 0 || purchases > 0;
}

/** The rate that lines of an account get when they name none. */
export function usualTaxRate(books: Books, account: number): number {
  const { use, taxType } = books.drawing.chart[account];
  if (taxType !== undefined) return findTaxRate(books, taxType);
  const usual = use === 'sales' || use === 'purchases' ? books.drawing.options.edition.taxRates.findIndex((rate) => rate[use] > 20) : -1;
  return usual < 0 ? books.drawing.untaxed : usual;
}

/** What a line says of tracking: one option of each category, by its place. */
export function readTracking(books: Books, sent: readonly Sent[], refuse: (message: string) => void): (number | null)[] {
  const found: (number | null)[] = books.categories.map(() => null);
  if (sent.length > found.length) refuse('A maximum of 2 tracking categories can be assigned to a line item.');
  for (const one of sent) {
    const [id, name] = [one.text('TrackingCategoryID'), one.text('Name')];
    const category = books.categories.findIndex((known, row) => (id ? books.ids.id(Kind.trackingCategory, row) === id.toLowerCase() : known.name.toLowerCase() === name?.toLowerCase()));
    if (category < 0) {
      refuse(`The tracking category '${name ?? id ?? ''}' does not exist.`);
      continue;
    }
    const [optionId, option] = [one.text('TrackingOptionID'), one.text('Option')];
    const place = books.categories[category].options.findIndex(({ number }) =>
      (optionId ? books.ids.id(Kind.trackingOption, number) === optionId.toLowerCase() : books.optionName(number).toLowerCase() === option?.toLowerCase()));
    if (place < 0) refuse(`The tracking option '${option ?? optionId ?? ''}' does not exist in the category '${books.categories[category].name}'.`);
    else found[category] = place;
  }
  return found.every((option) => option === null) ? [] : found;
}
