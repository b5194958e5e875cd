import { divide, multiply, round, subtract, sum } from '#accounting/money';
import type { LineItem } from '#accounting/models/line-items';
import type { AccountRef, ItemRef, TaxRateRef, TrackingCategoryRef } from '#accounting/models/references';
import type { NativeRecord } from '#connector-kit/connector';
import type { References } from '#connector-kit/references';
import { amount, child, each, filled, text } from '../native.js';

/** The flag that some documents carry on every line: that it is no income or cost without a document. */
export type DirectFlag = { readonly isDirectIncome?: false; readonly isDirectCost?: false };

/** One canonical line per Xero line, in the same order, lines of text included. */
export function readLineItems<Flag extends DirectFlag>(
  native: NativeRecord,
  references: References,
  flag: Flag,
): (LineItem & Flag)[] {
  const inclusive = text(native, 'LineAmountTypes') === 'Inclusive';
  return each(native, 'LineItems', (line) => readLine(line, inclusive, references, flag));
}

/** Adds up the lines' discounts; what a header says about discounts is gross on tax-inclusive documents. */
export function totalDiscount(lines: readonly LineItem[]): number {
  return sum(...lines.map((line) => line.discountAmount ?? 0));
}

function readLine<Flag extends DirectFlag>(line: NativeRecord, inclusive: boolean, references: References, flag: Flag): LineItem & Flag {
  return {
    description: text(line, 'Description'),
    ...readAmounts(line, inclusive, references),
    accountRef: readAccount(line, references),
    taxRateRef: readTaxRate(line, references),
    itemRef: readItem(line, references),
    trackingCategoryRefs: readTracking(line, 'Tracking', references),
    ...flag,
  };
}

type Amounts = Required<
  Pick<LineItem, 'unitAmount' | 'quantity' | 'discountAmount' | 'discountPercentage' | 'subTotal' | 'taxAmount' | 'totalAmount'>
>;

/**
 * Xero's line amount includes the tax on Inclusive documents, and so does its unit amount. Canonical lines are always
 * net: the net unit price is the net line divided by the quantity, not the gross unit price divided by 1 + rate, which
 * would not add up where Xero rounded the tax.
 */
function readAmounts(line: NativeRecord, inclusive: boolean, references: References): Amounts {
  const quantity = amount(line, 'Quantity') ?? 0;
  const lineAmount = amount(line, 'LineAmount') ?? 0;
  const taxAmount = amount(line, 'TaxAmount') ?? 0;
  const subTotal = inclusive ? subtract(lineAmount, taxAmount) : lineAmount;
  const totalAmount = inclusive ? lineAmount : sum(subTotal, taxAmount);
  const discountPercentage = amount(line, 'DiscountRate') ?? 0;
  const discounted = discountPercentage !== 0 || (amount(line, 'DiscountAmount') ?? 0) !== 0;
  const unitAmount = inclusive
    ? netUnitAmount(line, { quantity, lineAmount, subTotal, discounted }, references)
    : (amount(line, 'UnitAmount') ?? 0);
  // To the cent, as the discount itself is: a unit price with four decimals times a quantity need not be.
  const discountAmount = discounted ? round(subtract(multiply(unitAmount, quantity), subTotal), 2) : 0;
  return { unitAmount, quantity, discountAmount, discountPercentage, subTotal, taxAmount, totalAmount };
}

interface InclusiveLine {
  readonly quantity: number;
  readonly lineAmount: number;
  readonly subTotal: number;
  readonly discounted: boolean;
}

function netUnitAmount(line: NativeRecord, { quantity, lineAmount, subTotal, discounted }: InclusiveLine, references: References): number {
  if (quantity === 0) return 0;
  if (!discounted) return divide(subTotal, quantity, 10);
  // Before the discount: the gross unit price, cut by the same share of tax as the line.
  const gross = amount(line, 'UnitAmount') ?? 0;
  if (lineAmount !== 0) return divide(multiply(gross, subTotal), lineAmount, 10);
  // A discount of all of it leaves no amount to see the share of tax in.
  const rate = references.taxRate(text(line, 'TaxType') ?? '')?.effectiveTaxRate ?? 0;
  return rate > -100 ? divide(multiply(gross, 100), sum(100, rate), 10) : gross;
}

/** Newer answers name the account by id, older and trimmed ones by code only. */
function readAccount(line: NativeRecord, references: References): AccountRef | undefined {
  return accountRef(filled(line, 'AccountID'), references) ?? accountRef(filled(line, 'AccountCode'), references);
}

export function accountRef(idOrCode: string | undefined, references: References): AccountRef | undefined {
  const account = idOrCode === undefined ? undefined : references.account(idOrCode);
  return account && { id: account.id, name: account.name };
}

function readTaxRate(line: NativeRecord, references: References): TaxRateRef | undefined {
  return taxRateRef(text(line, 'TaxType'), references);
}

/** `NONE` means that no tax applies: there is nothing to point to. Exempt and zero rates are rates like others. */
export function taxRateRef(taxType: string | undefined, references: References): TaxRateRef | undefined {
  const rate = taxType === undefined || taxType === 'NONE' ? undefined : references.taxRate(taxType);
  return rate && { id: rate.id, name: rate.name, effectiveTaxRate: rate.effectiveTaxRate };
}

/** The line carries id and name itself; the list has the newer name. */
function readItem(line: NativeRecord, references: References): ItemRef | undefined {
  const embedded = child(line, 'Item');
  const id = embedded && filled(embedded, 'ItemID');
  const code = filled(line, 'ItemCode');
  const item = (id && references.item(id)) ?? (code && references.item(code));
  if (item) return { id: item.id, name: item.name };
  return embedded && id ? { id, name: text(embedded, 'Name') } : undefined;
}

/**
 * Xero names the category by id and the option by its text. What an amount is tracked under is the option, so the
 * option's id is looked up.
 */
export function readTracking(line: NativeRecord, field: string, references: References): TrackingCategoryRef[] {
  const options = each(line, field, (tracking): TrackingCategoryRef | undefined => {
    const option = text(tracking, 'Option');
    const known = references.trackingOption(text(tracking, 'TrackingCategoryID') ?? '', option ?? '');
    const id = known?.id ?? filled(tracking, 'TrackingOptionID');
    return id === undefined ? undefined : { id, name: known?.name ?? option };
  });
  return options.filter((option) => option !== undefined);
}
