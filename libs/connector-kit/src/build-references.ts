import type { SupportedDataType } from '#accounting/data-types';
import type { ModelOf } from '#accounting/models';
import type { AccountReference, ItemReference, NamedReference, PaymentReference, References, TaxRateReference, TrackingReference } from './references.js';

/**
 * What references are made of. Nothing else of these documents reaches a mapping, so that a change of anything else makes
 * no other document stale.
 */
export const referenceFields = {
  company: ['baseCurrency'],
  chartOfAccounts: ['id', 'name', 'nominalCode', 'status', 'isBankAccount', 'fullyQualifiedCategory'],
  bankAccounts: ['id', 'currency'],
  taxRates: ['id', 'name', 'effectiveTaxRate'],
  items: ['id', 'name', 'code'],
  trackingCategories: ['id', 'name', 'parentId', 'status'],
  customers: ['id', 'customerName'],
  suppliers: ['id', 'supplierName'],
  payments: ['id', 'accountRef'],
  billPayments: ['id', 'accountRef'],
} as const satisfies { readonly [T in SupportedDataType]?: readonly (keyof ModelOf<T>)[] };

export type ReferenceType = keyof typeof referenceFields;

/** The compiler lets references read these fields only. */
type Seen<T extends ReferenceType> = Pick<ModelOf<T>, Extract<(typeof referenceFields)[T][number], keyof ModelOf<T>>>;

/** The small lists of one connection as they are served now. A list that was never read is left out or empty. */
export interface SmallLists {
  readonly company?: Seen<'company'> | undefined;
  readonly chartOfAccounts?: readonly Seen<'chartOfAccounts'>[];
  readonly bankAccounts?: readonly Seen<'bankAccounts'>[];
  readonly taxRates?: readonly Seen<'taxRates'>[];
  readonly items?: readonly Seen<'items'>[];
  readonly trackingCategories?: readonly Seen<'trackingCategories'>[];
}

/** The documents of the big lists that one page names. */
export interface NamedDocuments {
  readonly contacts?: readonly (Seen<'customers'> | Seen<'suppliers'>)[];
  readonly payments?: readonly (Seen<'payments'> | Seen<'billPayments'>)[];
}

/** Built once per reading, then completed per page with `withNamed`. */
export function buildReferences(lists: SmallLists, named: NamedDocuments = {}): References {
  const accounts = accountIndex(lists);
  const taxRates = new Map<string, TaxRateReference>();
  for (const { id, name, effectiveTaxRate } of lists.taxRates ?? []) {
    if (id !== undefined) taxRates.set(id, { id, name, effectiveTaxRate });
  }
  const items = new Map<string, ItemReference>();
  for (const { id, name, code } of lists.items ?? []) {
    if (id === undefined) continue;
    items.set(id, { id, name, code });
    if (code !== undefined && !items.has(code)) items.set(code, { id, name, code });
  }
  const options = optionIndex(lists.trackingCategories ?? []);
  const tracking = new Map<string, TrackingReference>();
  for (const { id, name, parentId } of lists.trackingCategories ?? []) {
    if (id !== undefined) tracking.set(id, { id, name, parentId });
  }
  const small: References = {
    baseCurrency: lists.company?.baseCurrency,
    account: (idOrCode) => accounts.get(idOrCode),
    taxRate: (id) => taxRates.get(id),
    item: (idOrCode) => items.get(idOrCode),
    trackingOption: (categoryId, optionName) => options.get(`${categoryId}\n${optionName}`),
    trackingCategory: (id) => tracking.get(id),
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
  for (const { id, name, nominalCode, isBankAccount = false, fullyQualifiedCategory: category } of activeFirst(lists.chartOfAccounts ?? [])) {
    if (id === undefined) continue;
    const reference = { id, name, code: nominalCode, currency: currencies.get(id), isBankAccount, category };
    index.set(id, reference);
    // An archived account may share its code with the live one that replaced it.
    if (nominalCode !== undefined && !codes.has(nominalCode)) codes.set(nominalCode, reference);
  }
  for (const [code, reference] of codes) if (!index.has(code)) index.set(code, reference);
  return index;
}

function optionIndex(categories: readonly Seen<'trackingCategories'>[]): Map<string, NamedReference> {
  const index = new Map<string, NamedReference>();
  for (const { id, name, parentId } of activeFirst(categories)) {
    if (id === undefined || parentId === undefined || name === undefined) continue;
    const key = `${parentId}\n${name}`;
    if (!index.has(key)) index.set(key, { id, name });
  }
  return index;
}

/** Otherwise in the order given, which has records that are gone last: one of those keeps the status that it had. */
function activeFirst<T extends { readonly status?: string | undefined }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => Number(b.status === 'Active') - Number(a.status === 'Active'));
}
