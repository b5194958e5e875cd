import { divide } from '#accounting/money';
import type { Call } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import type { WriteContext } from '#connector-kit/writes';
import { readTrackingCategories, trackingId } from '../records/tracking-categories.js';
import type { Given } from './given.js';
import { currentRecord, type Element, type Place, words } from './requests.js';

const items: Place = { endpoint: 'Items', idField: 'ItemID' };
const accounts: Place = { endpoint: 'Accounts', idField: 'AccountID' };

/**
 * Consumers name everything by id. Xero's lines name items by code and tracking by words, so those are looked up: in what is
 * stored, and at Xero what is not stored yet.
 */
export class Lookups {
  private tracking: Promise<readonly NativeRecord[]> | undefined;

  constructor(
    readonly call: Call,
    readonly context: WriteContext,
  ) {}

  /**
   * By code, as Xero's documentation has it for lines, where the account is known and its code is its own: an archived account
   * may share it. Xero takes ids as well, and says itself what is wrong with an account that is not known.
   */
  account(id: string): Element {
    const { references } = this.context;
    const code = references.account(id)?.code;
    return code !== undefined && references.account(code)?.id === id ? { AccountCode: code } : { AccountID: id };
  }

  async itemCode(given: Given): Promise<string | undefined> {
    const id = given.guidOf('itemRef');
    if (id === undefined) return undefined;
    const known = this.context.references.item(id)?.code;
    return known ?? words(await found(currentRecord(this.call, items, id), () => given.refuse('itemRef.id', 'must match the ID of an existing item.')), 'Code');
  }

  /** Where Xero takes nothing but a code. */
  async accountCode(given: Given): Promise<string | undefined> {
    const id = given.guidOf('accountRef');
    if (id === undefined) return undefined;
    const missing = () => given.refuse('accountRef.id', 'must match the ID of an existing account with a code.');
    const code = this.context.references.account(id)?.code ?? words(await found(currentRecord(this.call, accounts, id), missing), 'Code');
    return code === undefined || code === '' ? missing() : code;
  }

  /** Two options of two categories at most: a line of Xero's holds no more. */
  async trackingOf(given: Given, field: string): Promise<Element[] | undefined> {
    if (!given.has(field)) return undefined;
    const options: Element[] = [];
    for (const option of given.parts(field)) {
      const found = await this.trackingOption(option);
      if (options.some(({ TrackingCategoryID }) => TrackingCategoryID === found.TrackingCategoryID)) given.refuse(field, 'must not have the same parent tracking category.');
      options.push(found);
    }
    return options.length <= 2 ? options : given.refuse(field, 'must be 2 tracking categories at most.');
  }

  /** Canonical: what one unit of the document's currency is in the base currency. Xero: the reverse, with six decimals. */
  currencyRate(given: Given): number | undefined {
    const rate = given.amount('currencyRate');
    if (rate === undefined) return undefined;
    if (rate <= 0) given.refuse('currencyRate', 'must be greater than zero.');
    const currency = given.text('currency');
    const { baseCurrency } = this.context.references;
    if (currency === undefined ? rate === 1 : currency === baseCurrency) return undefined;
    const inverse = divide(1, rate, 6);
    return inverse > 0 ? inverse : given.refuse('currencyRate', 'is out of range.');
  }

  private async trackingOption(given: Given): Promise<Element> {
    const id = given.need('id', given.guid('id'));
    const { references } = this.context;
    const known = references.trackingCategory(id);
    const option = known ?? (await this.readOption(id));
    if (option === undefined) return given.refuse('id', 'must match the ID of an existing tracking category.');
    if (option.parentId === undefined) return given.refuse('id', 'must not be a parent tracking category.');
    const parent = references.trackingCategory(option.parentId) ?? (await this.readOption(option.parentId));
    return { TrackingCategoryID: option.parentId, Name: parent?.name, Option: option.name };
  }

  private async readOption(id: string): Promise<{ name: string | undefined; parentId: string | undefined } | undefined> {
    this.tracking ??= readTrackingCategories(this.call).then(({ natives }) => natives);
    const native = (await this.tracking).find((record) => trackingId(record) === id);
    if (native === undefined) return undefined;
    const isOption = words(native, 'TrackingOptionID') !== undefined;
    return { name: words(native, 'Name'), parentId: isOption ? words(native, 'TrackingCategoryID') : undefined };
  }
}

async function found<T>(asked: Promise<T>, missing: () => never): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === 'notFound') missing();
    throw error;
  }
}
