import type { ModelOf } from '#accounting/models';
import type { AccountReference, NamedReference, PaymentReference, References, TaxRateReference } from './references.js';

/** The small lists of one connection as they are served now. A list that was never read is left out or empty. */
export interface SmallLists {
  readonly company?: ModelOf<'company'> | undefined;
  readonly chartOfAccounts?: readonly ModelOf<'chartOfAccounts'>[];
  readonly bankAccounts?: readonly ModelOf<'bankAccounts'>[];
  readonly taxRates?: readonly ModelOf<'taxRates'>[];
  readonly items?: readonly ModelOf<'items'>[];
  readonly trackingCategories?: readonly ModelOf<'trackingCategories'>[];
}

/** The documents of the big lists that one page names. */
export interface NamedDocuments {
  readonly contacts?: readonly (ModelOf<'customers'> | ModelOf<'suppliers'>)[];
  readonly payments?: readonly (ModelOf<'payments'> | ModelOf<'billPayments'>)[];
}

/** Built once per reading, then completed per page with `withNamed`. */
export function buildReferences(lists: SmallLists, named: NamedDocuments = {}): References {
  const accounts = accountIndex(lists);
  const taxRates = new Map<string, TaxRateReference>();
  for (const { id, name, effectiveTaxRate } of lists.taxRates ?? []) {
    if (id !== undefined) taxRates.set(id, { id, name, effectiveTaxRate });
  }
  const items = new Map<string, NamedReference>();
  for (const { id, name, code } of lists.items ?? []) {
    if (id === undefined) continue;
    items.set(id, { id, name });
    if (code !== undefined && !items.has(code)) items.set(code, { id, name });
  }
  const options = optionIndex(lists.trackingCategories ?? []);
  const small: References = {
    baseCurrency: lists.company?.baseCurrency,
    account: (idOrCode) => accounts.get(idOrCode),
    taxRate: (id) => taxRates.get(id),
    item: (idOrCode) => items.get(idOrCode),
    trackingOption: (categoryId, optionName) => options.get(`${categoryId}\n${optionName}`),
    contact: () => undefined,
    payment: () => undefined,
  };
  return withNamed(small, named);
}

/** The same references with other contacts and payments. */
export function withNamed(references: References, named: NamedDocuments): References {
  const contacts = new Map<string, NamedReference>();
  for (const contact of named.contacts ?? []) {
    const name = 'customerName' in contact ? contact.customerName : 'supplierName' in contact ? contact.supplierName : undefined;
    if (contact.id !== undefined) contacts.set(contact.id, { id: contact.id, name });
  }
  const payments = new Map<string, PaymentReference>();
  for (const { id, accountRef } of named.payments ?? []) {
    if (id !== undefined) payments.set(id, { id, accountId: accountRef?.id });
  }
  return {
    ...references,
    contact: (id) => contacts.get(id),
    payment: (id) => payments.get(id),
  };
}

function accountIndex(lists: SmallLists): Map<string, AccountReference> {
  const currencies = new Map((lists.bankAccounts ?? []).map((account) => [account.id, account.currency]));
  const index = new Map<string, AccountReference>();
  const codes = new Map<string, AccountReference>();
  for (const { id, name, nominalCode, status } of lists.chartOfAccounts ?? []) {
    if (id === undefined) continue;
    const reference = { id, name, currency: currencies.get(id) };
    index.set(id, reference);
    // An archived account may share its code with the live one that replaced it.
    if (nominalCode !== undefined && (status === 'Active' || !codes.has(nominalCode))) codes.set(nominalCode, reference);
  }
  for (const [code, reference] of codes) if (!index.has(code)) index.set(code, reference);
  return index;
}

function optionIndex(categories: readonly ModelOf<'trackingCategories'>[]): Map<string, NamedReference> {
  const index = new Map<string, NamedReference>();
  for (const { id, name, parentId, status } of categories) {
    if (id === undefined || parentId === undefined || name === undefined) continue;
    const key = `${parentId}\n${name}`;
    if (status === 'Active' || !index.has(key)) index.set(key, { id, name });
  }
  return index;
}
