import type { SupportedDataType } from './data-types.js';
import type { PaymentAllocation } from './models/allocations.js';

/**
 * The properties that have a typed, indexed column of their own in the record store, so that filtering and ordering by
 * them stays quick at any size. All other properties are read out of the document.
 */
export interface IndexedColumns {
  /** This and the next three are in lower case: they are there to be found and sorted by, and are never shown. */
  readonly status: string | null;
  readonly number: string | null;
  readonly contact_id: string | null;
  readonly currency: string | null;
  /** `2026-11-22T00:00:00`, without zone. */
  readonly issued_on: string | null;
  readonly due_on: string | null;
  readonly total: number | null;
  readonly amount_due: number | null;
}

/** Columns beside those of properties. */
export interface DocumentColumns extends IndexedColumns {
  /**
   * The latest day on which something was allocated to an invoice, bill or credit note, `-infinity` where nothing was: until
   * when a document that is settled now was not. Null for other data types.
   */
  readonly settled_on: string | null;
}

export type IndexedColumn = keyof IndexedColumns;
/** Columns that every record has, whatever its data type. */
export type CommonColumn = 'source_id' | 'source_modified_at' | 'modified_at' | 'is_deleted';

type Paths = { readonly [C in IndexedColumn]?: string };

const document = { status: 'status', currency: 'currency', issued_on: 'issueDate', total: 'totalAmount' } as const;
const invoicing = { ...document, due_on: 'dueDate', amount_due: 'amountDue' } as const;
const crediting = { ...document, amount_due: 'remainingCredit' } as const;
const spending = { currency: 'currency', issued_on: 'issueDate', total: 'totalAmount' } as const;
const paying = { currency: 'currency', issued_on: 'date', total: 'totalAmount' } as const;

const paths: Record<SupportedDataType, Paths> = {
  company: { currency: 'baseCurrency' },
  chartOfAccounts: { status: 'status', number: 'nominalCode', currency: 'currency', total: 'currentBalance' },
  bankAccounts: { number: 'accountNumber', currency: 'currency', total: 'balance' },
  taxRates: { status: 'status', number: 'code' },
  trackingCategories: { status: 'status' },
  customers: { status: 'status', currency: 'defaultCurrency' },
  suppliers: { status: 'status', currency: 'defaultCurrency' },
  items: { status: 'itemStatus', number: 'code' },
  payments: { ...paying, number: 'reference', contact_id: 'customerRef.id' },
  billPayments: { ...paying, number: 'reference', contact_id: 'supplierRef.id' },
  invoices: { ...invoicing, number: 'invoiceNumber', contact_id: 'customerRef.id' },
  bills: { ...invoicing, number: 'reference', contact_id: 'supplierRef.id' },
  creditNotes: { ...crediting, number: 'creditNoteNumber', contact_id: 'customerRef.id' },
  billCreditNotes: { ...crediting, number: 'billCreditNoteNumber', contact_id: 'supplierRef.id' },
  directCosts: { ...spending, number: 'reference', contact_id: 'contactRef.id' },
  directIncomes: { ...spending, number: 'reference', contact_id: 'contactRef.id' },
  transfers: { status: 'status', issued_on: 'date', currency: 'from.currency', total: 'from.amount' },
  accountTransactions: { ...paying, status: 'status' },
  journalEntries: { issued_on: 'postedOn' },
  purchaseOrders: { ...document, number: 'purchaseOrderNumber', due_on: 'expectedDeliveryDate', contact_id: 'supplierRef.id' },
  balanceSheet: { currency: 'currency', issued_on: 'date', total: 'netAssets' },
  profitAndLoss: { currency: 'currency', issued_on: 'fromDate', total: 'netProfit' },
  cashFlowStatement: { currency: 'currency', issued_on: 'fromDate' },
};

const common: Readonly<Record<string, CommonColumn>> = {
  id: 'source_id',
  sourceModifiedDate: 'source_modified_at',
  modifiedDate: 'modified_at',
  'metadata.isDeleted': 'is_deleted',
};

const columns = ['status', 'number', 'contact_id', 'currency', 'issued_on', 'due_on', 'total', 'amount_due'] as const;

/** Paths split once; one list per data type, in the order of `columns`. */
const steps = Object.fromEntries(
  Object.entries(paths).map(([dataType, row]) => [dataType, columns.map((column) => row[column]?.split('.'))]),
) as Record<SupportedDataType, (string[] | undefined)[]>;

/** The values of the columns for a document that is about to be written. */
export function indexedColumns(dataType: SupportedDataType, canonical: object): DocumentColumns {
  const row = steps[dataType];
  return {
    status: keyAt(canonical, row[0]),
    number: keyAt(canonical, row[1]),
    contact_id: keyAt(canonical, row[2]),
    currency: keyAt(canonical, row[3]),
    issued_on: textAt(canonical, row[4]),
    due_on: textAt(canonical, row[5]),
    total: numberAt(canonical, row[6]),
    amount_due: numberAt(canonical, row[7]),
    settled_on: settledTypes.has(dataType) ? settledOn(canonical) : null,
  };
}

const settledTypes: ReadonlySet<SupportedDataType> = new Set(['invoices', 'bills', 'creditNotes', 'billCreditNotes'] as const);

function settledOn(canonical: { paymentAllocations?: readonly PaymentAllocation[] }): string {
  let latest = '';
  for (const { allocation, payment } of canonical.paymentAllocations ?? []) {
    const on = (allocation.allocatedOnDate ?? payment.paidOnDate ?? '').slice(0, 10);
    if (on > latest) latest = on;
  }
  return latest || '-infinity';
}

/** The column that holds a property, or null when the property is only in the document. */
export function columnOf(dataType: SupportedDataType, path: string): IndexedColumn | CommonColumn | null {
  return columns.find((column) => paths[dataType][column] === path) ?? (Object.hasOwn(common, path) ? common[path] : null);
}

function textAt(canonical: object, path: readonly string[] | undefined): string | null {
  const value = valueAt(canonical, path);
  return typeof value === 'string' ? value : null;
}

function keyAt(canonical: object, path: readonly string[] | undefined): string | null {
  return textAt(canonical, path)?.toLowerCase() ?? null;
}

function numberAt(canonical: object, path: readonly string[] | undefined): number | null {
  const value = valueAt(canonical, path);
  return typeof value === 'number' ? value : null;
}

function valueAt(canonical: object, path: readonly string[] | undefined): unknown {
  let value: unknown = path === undefined ? undefined : canonical;
  for (const step of path ?? []) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
