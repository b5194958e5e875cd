import type { Books } from '../books/books.js';
import { mix } from '../books/dice.js';
import { items } from '../books/items.js';
import type { Line } from '../books/lines.js';
import { Kind } from '../books/record-ids.js';
import { firstOption, trackingCategories } from '../books/tracking.js';
import type { Wire } from './wire.js';

/** One line. Prices have two places unless four were asked for; tracking names the option by text only. */
export function lineWire(books: Books, line: Line, owner: { kind: Kind; row: number }, place: number, fourPlaces: boolean): Wire {
  const lineId = books.ids.id(Kind.line, mix(owner.kind, owner.row, place));
  if (line.remark) {
    const remark: Wire = { Description: line.description, Tracking: [], LineItemID: lineId, ValidationErrors: [] };
    return place % 2 === 0 ? remark : { ...remark, UnitAmount: 0, TaxAmount: 0, LineAmount: 0, Quantity: 0 };
  }
  const wire: Wire = {};
  const item = line.item === null ? null : items[line.item]!;
  if (item) wire.ItemCode = item.code;
  if (line.description !== undefined) wire.Description = line.description;
  wire.UnitAmount = fourPlaces ? line.unitAmount / 10_000 : Math.round(line.unitAmount / 100) / 100;
  if (line.taxRate !== null) wire.TaxType = books.drawing.options.edition.taxRates[line.taxRate]!.taxType;
  wire.TaxAmount = line.tax / 100;
  wire.LineAmount = line.lineAmount / 100;
  const account = line.account === null ? null : books.drawing.chart[line.account]!;
  if (account?.code) wire.AccountCode = account.code;
  if (item && line.item !== null) wire.Item = { ItemID: books.ids.id(Kind.item, line.item), Name: books.itemName(line.item), Code: item.code };
  wire.Tracking = line.tracking.flatMap((option, category) => (option === null ? [] : [trackingWire(books, category, option)]));
  wire.Quantity = line.quantity / 10_000;
  if (line.discountRate !== undefined) wire.DiscountRate = line.discountRate / 100;
  if (line.discountAmount !== undefined) wire.DiscountAmount = line.discountAmount / 100;
  wire.LineItemID = lineId;
  if (line.account !== null) wire.AccountID = books.ids.id(Kind.account, line.account);
  if (line.discount > 0) wire.DiscountEnteredAsPercent = line.discountRate !== undefined;
  wire.ValidationErrors = [];
  return wire;
}

function trackingWire(books: Books, category: number, option: number): Wire {
  return {
    Name: trackingCategories[category]!.name, Option: books.optionName(firstOption(category) + option),
    TrackingCategoryID: books.ids.id(Kind.trackingCategory, category),
  };
}
