import type { Item } from '#accounting/models/item';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import type { References } from '#connector-kit/references';
import { amount, child, filled, flag, instantOf, requiredText, text, within } from '../native.js';
import { accountRef, taxRateRef } from './line-items.js';

type Side = NonNullable<Item['invoiceItem']>;

/** Xero shows no status of an item: not whether it is in use, and not when it is gone. */
export function readItem(native: NativeRecord, references: References): Mapped<Item> {
  const isSold = flag(native, 'IsSold') ?? hasDetails(native, 'SalesDetails');
  const isPurchased = flag(native, 'IsPurchased') ?? hasDetails(native, 'PurchaseDetails');
  const document: Item = {
    id: requiredText(native, 'ItemID'),
    name: text(native, 'Name'),
    code: text(native, 'Code'),
    type: flag(native, 'IsTrackedAsInventory') === true ? 'Inventory' : 'Unknown',
    isBillItem: isPurchased,
    isInvoiceItem: isSold,
    itemStatus: 'Unknown',
    billItem: isPurchased ? readSide(native, 'PurchaseDetails', 'PurchaseDescription', references) : undefined,
    invoiceItem: isSold ? readSide(native, 'SalesDetails', 'Description', references) : undefined,
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

function readSide(native: NativeRecord, field: string, description: string, references: References): Side {
  const details = child(native, field) ?? {};
  const words = text(native, description);
  return within(field, () => ({
    description: words,
    unitPrice: amount(details, 'UnitPrice'),
    // Items in stock are bought into the cost of goods sold and have no other account.
    accountRef: accountRef(filled(details, 'AccountCode') ?? filled(details, 'COGSAccountCode'), references),
    taxRateRef: taxRateRef(text(details, 'TaxType'), references),
  }));
}

function hasDetails(native: NativeRecord, field: string): boolean {
  return Object.keys(child(native, field) ?? {}).length > 0;
}
