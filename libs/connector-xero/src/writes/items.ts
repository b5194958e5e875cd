import type { Write } from '#connector-kit/writes';
import { isRecord } from '../native.js';
import { readWhole } from '../reading.js';
import type { Given } from './given.js';
import type { Lookups } from './lookups.js';
import { choice, flag, needed, number, object, reference, text } from './options.js';
import type { Element } from './requests.js';
import { creating, type Writing } from './writing.js';

const side = (name: string, description: string) => object(name, description, {
  description: text('Description', 'Words on documents.', { maxLength: 4000 }),
  unitPrice: number('Unit price', 'Price of one unit.'),
  accountRef: reference('Account', 'Account of lines with the item.', 'Must match the ID of an existing account with a code.'),
  taxRateRef: reference('Tax rate', 'Tax rate of lines with the item.', 'Must match the ID of an existing tax rate.'),
});

const item: Writing = {
  dataType: 'items',
  place: { endpoint: 'Items', idField: 'ItemID', query: { unitdp: 4 } },
  scopes: ['accounting.settings'],
  unique: 'Code',
  options: object('Item', 'Product or service.', {
    code: needed(text('Code', 'Code of the item; no two have the same.', { maxLength: 30 })),
    name: text('Name', 'Name of the item.', { maxLength: 50 }),
    type: needed(choice('Type', 'Inventory items are in stock: they need an account of the category Asset.Inventory in Xero, and the account of their cost in billItem.', ['Inventory', 'Unknown'])),
    isBillItem: flag('Is bill item', 'Whether it is bought.'),
    isInvoiceItem: flag('Is invoice item', 'Whether it is sold.'),
    itemStatus: choice('Status', 'Not sent: items of Xero have none.', ['Unknown', 'Active', 'Archived']),
    billItem: side('Bill item', 'How it is bought.'),
    invoiceItem: side('Invoice item', 'How it is sold.'),
  }),
  element: itemElement,
};

export const itemWrites: readonly Write[] = [creating(item)];

async function itemElement(document: Given, lookups: Lookups): Promise<Element> {
  const [bought, sold] = [document.part('billItem'), document.part('invoiceItem')];
  const isTracked = document.text('type') === 'Inventory';
  return {
    Code: document.text('code'),
    Name: document.text('name'),
    IsPurchased: document.flag('isBillItem'),
    IsSold: document.flag('isInvoiceItem'),
    Description: sold?.text('description'),
    PurchaseDescription: bought?.text('description'),
    PurchaseDetails: bought && (await details(bought, lookups, isTracked ? 'COGSAccountCode' : 'AccountCode')),
    SalesDetails: sold && (await details(sold, lookups, 'AccountCode')),
    InventoryAssetAccountCode: isTracked ? await inventoryAccount(document, lookups) : undefined,
  };
}

async function details(side: Given, lookups: Lookups, account: 'AccountCode' | 'COGSAccountCode'): Promise<Element> {
  return { UnitPrice: side.amount('unitPrice'), [account]: await lookups.accountCode(side), TaxType: side.idOf('taxRateRef') };
}

/** The first account of the kind that Xero wants for stock. */
async function inventoryAccount(document: Given, { call }: Lookups): Promise<string> {
  const { natives } = await readWhole(call, 'Accounts', 'Accounts', { where: 'Type=="INVENTORY"' });
  const account = natives.find((native) => isRecord(native) && native.Type === 'INVENTORY' && native.Status === 'ACTIVE');
  return typeof account?.Code === 'string' ? account.Code : document.refuse('type', 'must be Unknown: Xero has no inventory account.');
}
