import type { NativeRecord } from '#connector-kit/connector';
import type { WriteOption } from '#connector-kit/writes';
import { filled, isRecord } from '../native.js';
import type { Given } from './given.js';
import type { Lookups } from './lookups.js';
import { list, needed, number, type Properties, reference, text } from './options.js';
import type { Element } from './requests.js';

const trackingRules = ['Tracking categories must not have the same parent tracking category.', 'Maximum of 2 tracking categories.'];

export const trackingOption = list('Tracking categories', 'Options of tracking categories that the amount is tracked under.', {
  id: needed(text('Identifier', 'Identifier of the option.', { warnings: ['Must not be a parent tracking category.'] })),
}, { warnings: trackingRules });

const common: Properties = {
  description: text('Description', 'What was sold or bought. A line of text alone has a quantity and a unit amount of 0 and no account.', { maxLength: 4000 }),
  quantity: needed(number('Quantity', 'Number of units.')),
  unitAmount: needed(number('Unit amount', 'Price of one unit without tax.', { information: ['Xero keeps four decimals.'] })),
  subTotal: number('Subtotal', 'Amount of the line without tax.', { information: ['Not sent: Xero calculates it.'] }),
  taxAmount: number('Tax amount', 'Amount of tax.', { information: ['Not sent: Xero calculates it by the tax rate.'] }),
  totalAmount: number('Total amount', 'Amount of the line with tax.', { information: ['Not sent: Xero calculates it.'] }),
  accountRef: reference('Account', 'Account that the line is posted to.', 'Must match the ID of an existing account.'),
  taxRateRef: reference('Tax rate', 'Tax rate of the line; the default of the account if not given.', 'Must match the ID of an existing tax rate.'),
  itemRef: reference('Item', 'Item that was sold or bought.', 'Must match the ID of an existing item.'),
  trackingCategoryRefs: trackingOption,
};

export function lineOptions(further: Properties = {}): WriteOption {
  return list('Line items', 'The lines of the document.', { ...common, ...further });
}

export const discountOptions: Properties = {
  discountAmount: number('Discount amount', 'What is taken off the line, without tax.', { information: ['Used if there is no percentage.'] }),
  discountPercentage: number('Discount percentage', 'Share of the line that is taken off, from 0 to 100.'),
};

/** Bills and credit notes of Xero have no discounts; a discount that was not sent would make another document. */
export const noDiscountOptions: Properties = {
  discountAmount: number('Discount amount', 'Xero has discounts on invoices only.', { warnings: ['Must be 0.'] }),
  discountPercentage: number('Discount percentage', 'Xero has discounts on invoices only.', { warnings: ['Must be 0.'] }),
};

/** Amounts without tax, as canonical lines are: the document has to say so by `LineAmountTypes: 'Exclusive'`. */
export async function lineItems(document: Given, lookups: Lookups, rules: { readonly discounts?: true } = {}): Promise<Element[] | undefined> {
  if (!document.has('lineItems')) return undefined;
  const lines: Element[] = [];
  for (const line of document.parts('lineItems')) lines.push(await lineItem(line, lookups, rules));
  return lines;
}

async function lineItem(line: Given, lookups: Lookups, { discounts }: { readonly discounts?: true }): Promise<Element> {
  const description = line.text('description');
  const quantity = line.need('quantity', line.amount('quantity'));
  const unitAmount = line.need('unitAmount', line.amount('unitAmount'));
  const account = line.guidOf('accountRef');
  const ItemCode = await lookups.itemCode(line);
  const discount = discountOf(line);
  if (discounts === undefined && discount !== undefined) line.refuse(discount.DiscountRate === undefined ? 'discountAmount' : 'discountPercentage', 'must be 0: Xero has no discount here.');
  // Xero takes a line of text only without amounts, and shows it with a quantity of 0.
  if (quantity === 0 && unitAmount === 0 && account === undefined && ItemCode === undefined) return { Description: description };
  return {
    Description: description,
    Quantity: quantity,
    UnitAmount: unitAmount,
    ...discount,
    ...(account !== undefined && lookups.account(account)),
    TaxType: line.idOf('taxRateRef'),
    ItemCode,
    Tracking: await lookups.trackingOf(line, 'trackingCategoryRefs'),
  };
}

/** Served lines hold both forms of their discount: the percentage is what was entered, if there is one. */
function discountOf(line: Given): { DiscountRate?: number; DiscountAmount?: number } | undefined {
  const [percentage = 0, amount = 0] = [line.amount('discountPercentage'), line.amount('discountAmount')];
  if (percentage !== 0) return percentage > 0 && percentage <= 100 ? { DiscountRate: percentage } : line.refuse('discountPercentage', 'must be from 0 to 100.');
  return amount === 0 ? undefined : { DiscountAmount: amount };
}

/**
 * Gives each line the id of the stored line that it stands for. Xero deletes the lines that an update does not name, and lines
 * of paid documents may only be changed under their ids. Canonical lines have no ids: a line is first the one with its words
 * and price, then the next one that is left.
 */
export function withLineIds(lines: readonly Element[] | undefined, stored: NativeRecord): Element[] | undefined {
  if (lines === undefined) return undefined;
  const left = Array.isArray(stored.LineItems) ? (stored.LineItems as unknown[]).filter(isRecord) : [];
  const takes = (isIt: (old: NativeRecord) => boolean) => {
    const place = left.findIndex(isIt);
    return place === -1 ? undefined : left.splice(place, 1)[0];
  };
  const same = lines.map((line) => takes((old) => old.Description === line.Description && (old.UnitAmount ?? 0) === (line.UnitAmount ?? 0)));
  return lines.map((line, place) => {
    const old = same[place] ?? takes(() => true);
    return { LineItemID: old && filled(old, 'LineItemID'), ...line };
  });
}
