import { CodatAccounting } from '@codat/accounting';
import { CodatLending } from '@codat/lending';
import { CodatPlatform } from '@codat/platform';
import type { SupportedDataType } from '#accounting/data-types';

const basic = (apiKey: string) => `Basic ${Buffer.from(apiKey).toString('base64')}`;
/** A refusal is to reach the test at once: left alone, the SDKs repeat some of them for an hour. */
const never = { strategy: 'none' } as const;

export function codatPlatform(portalUrl: string, apiKey: string): CodatPlatform {
  return new CodatPlatform({ authHeader: basic(apiKey), serverURL: `${portalUrl}/api`, retryConfig: never, timeoutMs: 30_000 });
}

export function codatAccounting(portalUrl: string, apiKey: string): CodatAccounting {
  return new CodatAccounting({ security: { authHeader: basic(apiKey) }, serverURL: `${portalUrl}/api`, retryConfig: never as never });
}

export function codatLending(portalUrl: string, apiKey: string): CodatLending {
  return new CodatLending({ security: { authHeader: basic(apiKey) }, serverURL: `${portalUrl}/api`, retryConfig: never as never });
}

export interface ListRequest {
  companyId: string;
  connectionId: string;
  page?: number;
  pageSize?: number;
  query?: string;
  orderBy?: string;
}

/** What every list of the SDK has once its type is put aside. */
export interface SdkPage {
  statusCode: number;
  error: string | undefined;
  results: Record<string, unknown>[];
  pageNumber: number;
  pageSize: number;
  totalResults: number;
  hasNext: boolean;
}

export type ListedDataType = Exclude<SupportedDataType, 'company' | 'balanceSheet' | 'profitAndLoss' | 'cashFlowStatement'>;

interface SdkAnswer {
  statusCode: number;
  errorMessage?: { error?: string };
}

/** Where the SDK has the operations of a data type, and under which name their answers are. */
const places: Record<ListedDataType, [api: keyof CodatAccounting, list: string, one: string, id: string]> = {
  chartOfAccounts: ['accounts', 'accounts', 'account', 'accountId'],
  bankAccounts: ['bankAccounts', 'bankAccounts', 'bankAccount', 'accountId'],
  taxRates: ['taxRates', 'taxRates', 'taxRate', 'taxRateId'],
  trackingCategories: ['trackingCategories', 'trackingCategories', 'trackingCategoryTree', 'trackingCategoryId'],
  customers: ['customers', 'customers', 'customer', 'customerId'],
  suppliers: ['suppliers', 'suppliers', 'supplier', 'supplierId'],
  items: ['items', 'items', 'item', 'itemId'],
  payments: ['payments', 'payments', 'payment', 'paymentId'],
  billPayments: ['billPayments', 'billPayments', 'billPayment', 'billPaymentId'],
  invoices: ['invoices', 'invoices', 'invoice', 'invoiceId'],
  bills: ['bills', 'bills', 'bill', 'billId'],
  creditNotes: ['creditNotes', 'creditNotes', 'creditNote', 'creditNoteId'],
  billCreditNotes: ['billCreditNotes', 'billCreditNotes', 'billCreditNote', 'billCreditNoteId'],
  directCosts: ['directCosts', 'directCosts', 'directCost', 'directCostId'],
  directIncomes: ['directIncomes', 'directIncomes', 'directIncome', 'directIncomeId'],
  transfers: ['transfers', 'transfers', 'transfer', 'transferId'],
  accountTransactions: ['accountTransactions', 'accountTransactions', 'accountTransaction', 'accountTransactionId'],
  journalEntries: ['journalEntries', 'journalEntries', 'journalEntry', 'journalEntryId'],
  purchaseOrders: ['purchaseOrders', 'purchaseOrders', 'purchaseOrder', 'purchaseOrderId'],
};

export const listedDataTypes = Object.keys(places) as ListedDataType[];

export async function listWithSdk(sdk: CodatAccounting, dataType: ListedDataType, request: ListRequest): Promise<SdkPage> {
  const [api, key] = places[dataType];
  const operations = sdk[api] as unknown as { list(request: ListRequest): Promise<SdkAnswer & Record<string, unknown>> };
  const answer = await operations.list(request);
  const page = answer[key] as (Omit<SdkPage, 'statusCode'> & { links?: { next?: unknown } }) | undefined;
  const { results = [], pageNumber = 0, pageSize = 0, totalResults = 0 } = page ?? {};
  return { statusCode: answer.statusCode, error: answer.errorMessage?.error, results, pageNumber, pageSize, totalResults, hasNext: page?.links?.next !== undefined };
}

export async function getWithSdk(sdk: CodatAccounting, dataType: ListedDataType, request: ListRequest, id: string): Promise<Record<string, unknown> | undefined> {
  const [api, , key, parameter] = places[dataType];
  const operations = sdk[api] as unknown as { get(request: object): Promise<Record<string, unknown>> };
  const answer = await operations.get({ ...request, [parameter]: id });
  return answer[key] as Record<string, unknown> | undefined;
}

/** Reads a list to its end, page after page, as its links say. */
export async function readAllWithSdk(sdk: CodatAccounting, dataType: ListedDataType, request: ListRequest): Promise<{ results: Record<string, unknown>[]; total: number; pages: number }> {
  const results: Record<string, unknown>[] = [];
  for (let page = 1; ; page += 1) {
    const found = await listWithSdk(sdk, dataType, { ...request, page });
    if (found.statusCode !== 200) throw new Error(`${dataType} answered ${found.statusCode}: ${found.error}`);
    results.push(...found.results);
    if (!found.hasNext) return { results, total: found.totalResults, pages: page };
  }
}
