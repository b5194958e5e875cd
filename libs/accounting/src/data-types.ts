/**
 * Glossary of this library.
 *
 * - data type: a named canonical schema (`invoices`); the key is the one used in URLs, in the database and by the SDKs
 * - document: one canonical record of a data type, platform independent
 * - native: the same record as the accounting platform sent it
 * - reference: an `{ id, name }` pair in a document that points to a document of another data type
 */

/** Every key that the wire format knows, served or not. A key outside this list makes the published SDKs throw. */
export const dataTypes = [
  'accountTransactions',
  'balanceSheet',
  'bankAccounts',
  'bankTransactions',
  'billCreditNotes',
  'billPayments',
  'bills',
  'cashFlowStatement',
  'chartOfAccounts',
  'company',
  'creditNotes',
  'customers',
  'directCosts',
  'directIncomes',
  'invoices',
  'itemReceipts',
  'items',
  'journalEntries',
  'journals',
  'paymentMethods',
  'payments',
  'profitAndLoss',
  'purchaseOrders',
  'salesOrders',
  'suppliers',
  'taxRates',
  'trackingCategories',
  'transfers',
  'banking-accountBalances',
  'banking-accounts',
  'banking-transactionCategories',
  'banking-transactions',
  'commerce-companyInfo',
  'commerce-customers',
  'commerce-disputes',
  'commerce-locations',
  'commerce-orders',
  'commerce-paymentMethods',
  'commerce-payments',
  'commerce-productCategories',
  'commerce-products',
  'commerce-taxComponents',
  'commerce-transactions',
] as const;

export type DataType = (typeof dataTypes)[number];

/** The data types that have a canonical model here and can therefore be read, stored and served. */
export const supportedDataTypes = [
  'company',
  'chartOfAccounts',
  'bankAccounts',
  'taxRates',
  'trackingCategories',
  'customers',
  'suppliers',
  'items',
  'payments',
  'billPayments',
  'invoices',
  'bills',
  'creditNotes',
  'billCreditNotes',
  'directCosts',
  'directIncomes',
  'transfers',
  'accountTransactions',
  'journalEntries',
  'purchaseOrders',
  'balanceSheet',
  'profitAndLoss',
  'cashFlowStatement',
] as const satisfies readonly DataType[];

export type SupportedDataType = (typeof supportedDataTypes)[number];

const known: ReadonlySet<string> = new Set(dataTypes);
const supported: ReadonlySet<string> = new Set(supportedDataTypes);

/** Exact, case-sensitive: `Invoices` is not a data type. */
export function isDataType(text: string): text is DataType {
  return known.has(text);
}

export function isSupportedDataType(text: string): text is SupportedDataType {
  return supported.has(text);
}
