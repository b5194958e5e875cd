import type { Books } from '../books/books.js';
import type { ItemRow } from '../books/items.js';
import { Kind } from '../books/record-ids.js';
import { findAccount, findItem, findTaxRate } from './lookups.js';
import { nothing, type Effect, type Order } from './order.js';
import type { Sent } from './sent.js';

/** Makes or changes an item; POST finds it by id or code. */
export function prepareItem(order: Order): () => Effect {
  const { books, method, id, sent, refuse } = order;
  const code = sent.text('Code')?.trim();
  const wanted = id ?? sent.text('ItemID');
  const row = wanted ? rowOf(books, wanted) : method === 'POST' && code ? findItem(books, code) : -1;
  if (wanted && row < 0) return refuse('Item could not be found'), nothing;
  const before = row < 0 ? null : books.items[row];
  if (!code && !before) return refuse('Price List Item Code must be specified'), nothing;
  if (code === '' || (code ?? '').length > 30) refuse('The Code must be between 1 and 30 characters');
  if ((sent.text('Name') ?? '').length > 50) refuse('The Name must be less than 50 characters');
  const twin = code ? findItem(books, code) : -1;
  if (twin >= 0 && twin !== row) refuse(`Price List Item with Code '${code}' already exists`);
  const item = write(order, before, code);
  return () => {
    const made = row < 0 ? books.items.length : row;
    books.items[made] = item;
    books.changes.itemNames.delete(made);
    books.changes.stamps.set(`item:${made}`, books.now());
    books.changes.renamed++;
    return { id: books.ids.id(Kind.item, made), created: row < 0 };
  };
}

/** Takes an item away; documents keep naming it. */
export function removeItem(books: Books, id: string): boolean {
  const row = rowOf(books, id);
  if (row < 0) return false;
  books.items[row].gone = true;
  return true;
}

/** By id or by code, as in paths. */
function rowOf(books: Books, key: string): number {
  const row = books.ids.indexOf(Kind.item, key);
  if (row === null) return findItem(books, key);
  return row < books.items.length && !books.items[row].gone ? row : -1;
}

function write({ books, sent, fourPlaces, refuse }: Order, before: ItemRow | null, code: string | undefined): ItemRow {
  const [sales, purchase] = [sent.child('SalesDetails'), sent.child('PurchaseDetails')];
  const price = (details: Sent | undefined): number | undefined => {
    const given = fourPlaces ? details?.scaled('UnitPrice', 4) : details?.cents('UnitPrice');
    return given === undefined ? undefined : given * (fourPlaces ? 1 : 100);
  };
  const account = (given: string | undefined): string | undefined => {
    if (given && findAccount(books, { code: given }) < 0) refuse(`Account code '${given}' is not a valid code for this item.`);
    return given;
  };
  const taxType = (details: Sent | undefined): string | undefined => {
    const given = details?.text('TaxType');
    if (given && findTaxRate(books, given) < 0) refuse(`The TaxType code '${given}' does not exist or cannot be used for this type of transaction.`);
    return given;
  };
  const assetAccount = account(sent.text('InventoryAssetAccountCode')) ?? before?.assetAccount;
  const cogs = account(purchase?.text('COGSAccountCode'));
  if ((assetAccount === undefined) !== (cogs === undefined) && !before) refuse('Tracked items need both an inventory asset account and a cost of goods sold account');
  return {
    ...before, code: code ?? before!.code, name: sent.text('Name') ?? before?.name ?? '', description: sent.text('Description') ?? before?.description,
    purchaseDescription: sent.text('PurchaseDescription') ?? before?.purchaseDescription, salesPrice: price(sales) ?? before?.salesPrice, purchasePrice: price(purchase) ?? before?.purchasePrice,
    tracked: before?.tracked ?? assetAccount !== undefined, assetAccount, sold: sent.flag('IsSold') ?? before?.sold ?? sales !== undefined, bought: sent.flag('IsPurchased') ?? before?.bought ?? purchase !== undefined,
    salesAccount: account(sales?.text('AccountCode')) ?? before?.salesAccount, purchaseAccount: cogs ?? account(purchase?.text('AccountCode')) ?? before?.purchaseAccount,
    salesTaxType: taxType(sales) ?? before?.salesTaxType, purchaseTaxType: taxType(purchase) ?? before?.purchaseTaxType,
  };
}
