import type { Books } from '../books/books.js';
import { taxOn, type Line, type LineAmountTypes } from '../books/lines.js';
import { centsToText, type Cents } from '../books/money.js';
import { Kind } from '../books/record-ids.js';
import { findAccount, findItem, findTaxRate, readTracking, suits, takesLines, usualTaxRate } from './lookups.js';
import { proportion, type Sent } from './sent.js';

export interface LineRules {
  books: Books;
  sales: boolean;
  types: LineAmountTypes;
  /** Documents that count need accounts and texts; drafts may lack them. */
  complete: boolean;
  fourPlaces: boolean;
  /** Only sales invoices and purchase orders know discounts. */
  discounts: boolean;
  /** The lines before, by their ids. */
  before: ReadonlyMap<string, Line>;
  /** The amounts type before: another one means other taxes. */
  typesBefore: LineAmountTypes | null;
  refuse: (message: string) => void;
}

/** Lines as they are to stand: those with a known id change that line, others are new, and what is left out is gone. */
export function readLines(sent: readonly Sent[], rules: LineRules): Line[] {
  return sent.map((line) => {
    const id = line.text('LineItemID')?.toLowerCase();
    const known = id ? rules.before.get(id) : undefined;
    if (id && !known && rules.before.size > 0) rules.refuse(`The LineItemID ${id} does not belong to this document.`);
    return readLine(line, { ...known, id: known?.id ?? nextLineId(rules.books) }, known !== undefined, rules);
  });
}

/** Lines that stay as they were but for the tax of another amounts type. */
export function retaxed(lines: readonly Line[], { books, types }: Pick<LineRules, 'books' | 'types'>): Line[] {
  return lines.map((line) => {
    if (line.remark || line.taxRate === null) return line;
    const taxRate = types === 'NoTax' ? books.drawing.untaxed : line.taxRate;
    return { ...line, taxRate, tax: taxOn(line.lineAmount, rateOf(books, taxRate), types) };
  });
}

function nextLineId(books: Books): string {
  return books.ids.id(Kind.writtenLine, books.changes.written.lines++);
}

function readLine(sent: Sent, before: Partial<Line> & { id: string }, isKnown: boolean, rules: LineRules): Line {
  const { books, complete, refuse } = rules;
  const item = readItem(sent, before, rules);
  const said = sent.has('UnitAmount', 'Quantity', 'LineAmount', 'AccountCode', 'AccountID', 'TaxType', 'TaxAmount', 'ItemCode');
  const description = sent.text('Description') ?? before.description ?? (item === null ? undefined : books.items[item].description);
  if (complete && !description?.trim()) refuse('The description field is mandatory for each line item.');
  if (!said && (!isKnown || before.remark)) {
    return { id: before.id, description: description ?? '', remark: true, quantity: 0, unitAmount: 0, discount: 0, lineAmount: 0, tax: 0, taxRate: null, account: null, item: null, tracking: [] };
  }
  const amounts = readAmounts(sent, before, item, rules);
  const account = readAccount(sent, before, item, rules);
  const taxRate = readTaxRate(sent, before, account, rules);
  const tracking = sent.list('Tracking');
  const same = isKnown && rules.types === rules.typesBefore && taxRate === before.taxRate && amounts.lineAmount === before.lineAmount;
  const usualTax = taxRate === null ? 0 : taxOn(amounts.lineAmount, rateOf(books, taxRate), rules.types);
  const tax = rules.types === 'NoTax' ? 0 : (sent.cents('TaxAmount') ?? (same ? before.tax! : usualTax));
  return {
    id: before.id, remark: false, ...(description === undefined ? {} : { description }), ...amounts, tax, taxRate, account, item,
    tracking: tracking ? readTracking(books, tracking, refuse) : (before.tracking ?? []),
  };
}

function readItem(sent: Sent, before: Partial<Line>, { books, refuse }: LineRules): number | null {
  const code = sent.text('ItemCode');
  if (code === undefined) return before.item ?? null;
  if (code === '') return null;
  const item = findItem(books, code);
  if (item < 0) refuse(`Item code '${code}' is not valid`);
  return item < 0 ? null : item;
}

type Amounts = Pick<Line, 'quantity' | 'unitAmount' | 'discount' | 'discountRate' | 'discountAmount' | 'lineAmount'>;

function readAmounts(sent: Sent, before: Partial<Line>, item: number | null, { books, sales, discounts, fourPlaces, refuse }: LineRules): Amounts {
  const quantity = sent.scaled('Quantity', 4) ?? before.quantity ?? 10_000;
  const stated = sent.cents('LineAmount');
  const price = item === null ? undefined : sales ? books.items[item].salesPrice : books.items[item].purchasePrice;
  const given = fourPlaces ? sent.scaled('UnitAmount', 4) : scaledUp(sent.cents('UnitAmount'));
  const derived = stated === undefined || quantity === 0 ? undefined : proportion(stated, 1_000_000, quantity);
  const unitAmount = given ?? (sent.has('LineAmount') ? derived : undefined) ?? before.unitAmount ?? price ?? 0;
  const gross = proportion(quantity, unitAmount, 1_000_000);
  const discount = readDiscount(sent, before, gross);
  if (discount.discount !== 0 && !discounts) refuse('Discounts may not be applied to ACCPAY invoices.');
  const expected = given === undefined && derived !== undefined && discount.discount === 0 ? stated! : gross - discount.discount;
  if (stated !== undefined && stated !== expected) refuse(`The line total ${centsToText(stated)} does not match the expected line total ${centsToText(expected)}`);
  return { quantity, unitAmount, ...discount, lineAmount: expected };
}

function readDiscount(sent: Sent, before: Partial<Line>, gross: Cents): Pick<Line, 'discount' | 'discountRate' | 'discountAmount'> {
  const rate = sent.scaled('DiscountRate', 4);
  const amount = rate ? undefined : sent.cents('DiscountAmount');
  if (rate) return { discountRate: rate / 100, discount: proportion(gross, rate, 1_000_000) };
  if (amount) return { discountAmount: amount, discount: amount };
  if (rate === undefined && amount === undefined && before.discountRate !== undefined) return { discountRate: before.discountRate, discount: proportion(gross, Math.round(before.discountRate * 100), 1_000_000) };
  if (rate === undefined && amount === undefined && before.discountAmount !== undefined) return { discountAmount: before.discountAmount, discount: before.discountAmount };
  return { discount: 0 };
}

function readAccount(sent: Sent, before: Partial<Line>, item: number | null, { books, sales, complete, refuse }: LineRules): number | null {
  const [code, id] = [sent.text('AccountCode'), sent.text('AccountID')];
  if (!code && !id) {
    const own = item === null ? undefined : sales ? books.items[item].salesAccount : books.items[item].purchaseAccount;
    const usual = item === null ? -1 : books.drawing.chart.findIndex(({ use, code }) => (own === undefined ? use === (sales ? 'sales' : 'purchases') : code === own));
    const account = before.account ?? (usual < 0 ? null : usual);
    if (account === null && complete) refuse('Account code or ID must be specified');
    return account;
  }
  const account = findAccount(books, code ? { code } : { id });
  if (account < 0 || !takesLines(books, account)) {
    refuse(`Account code '${code ?? id ?? ''}' is not a valid code for this document.`);
    return null;
  }
  if (books.drawing.chart[account].status !== 'ACTIVE') {
    refuse(`Account code '${code ?? id ?? ''}' has been archived, or has been deleted. Each line item must reference a valid account.`);
  }
  return account;
}

function readTaxRate(sent: Sent, before: Partial<Line>, account: number | null, { books, types, refuse }: LineRules): number | null {
  const taxType = sent.text('TaxType');
  const rate = taxType ? findTaxRate(books, taxType) : null;
  if (rate === -1) refuse(`The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`);
  else if (rate !== null && account !== null && !suits(books, rate, account)) refuse(`The TaxType code '${taxType}' cannot be used with account code '${books.drawing.chart[account].code ?? ''}'.`);
  if (types === 'NoTax') return account === null ? null : books.drawing.untaxed;
  return rate === -1 ? null : (rate ?? before.taxRate ?? (account === null ? null : usualTaxRate(books, account)));
}

function rateOf(books: Books, taxRate: number): number {
  return books.drawing.options.edition.taxRates[taxRate].basisPoints;
}

function scaledUp(cents: Cents | undefined): number | undefined {
  return cents === undefined ? undefined : cents * 100;
}
