import type { z } from 'zod';
import type { SupportedDataType } from './data-types.js';
import { accountTransaction } from './models/account-transaction.js';
import { account } from './models/account.js';
import { bankAccount } from './models/bank-account.js';
import { billCreditNote } from './models/bill-credit-note.js';
import { billPayment } from './models/bill-payment.js';
import { bill } from './models/bill.js';
import { company } from './models/company.js';
import { creditNote } from './models/credit-note.js';
import { customer } from './models/customer.js';
import { directCost } from './models/direct-cost.js';
import { directIncome } from './models/direct-income.js';
import { balanceSheetMonth, cashFlowMonth, profitAndLossMonth } from './models/financial-statements.js';
import { invoice } from './models/invoice.js';
import { item } from './models/item.js';
import { journalEntry } from './models/journal-entry.js';
import { payment } from './models/payment.js';
import { purchaseOrder } from './models/purchase-order.js';
import { supplier } from './models/supplier.js';
import { taxRate } from './models/tax-rate.js';
import { trackingCategory } from './models/tracking-category.js';
import { transfer } from './models/transfer.js';

/** How a data type is shaped and where the public API shows it. */
export interface Model<Schema extends z.ZodObject = z.ZodObject> {
  readonly schema: Schema;
  /** Name of the schema in the API's own description. */
  readonly name: string;
  /** Path segment below `…/data/`. */
  readonly path: string;
  /** `company`: below the company. `connection`: below one connection of it. */
  readonly scope: 'company' | 'connection';
  /** Answered as one object instead of a list: company info, and statements, which are put together from months. */
  readonly single: boolean;
}

/** Every supported data type has one row. */
export const models = {
  company: row('CompanyDataset', company, 'info', { single: true }),
  chartOfAccounts: row('Account', account, 'accounts'),
  bankAccounts: row('BankAccount', bankAccount, 'bankAccounts', { scope: 'connection' }),
  taxRates: row('TaxRate', taxRate, 'taxRates'),
  trackingCategories: row('TrackingCategory', trackingCategory, 'trackingCategories'),
  customers: row('Customer', customer, 'customers'),
  suppliers: row('Supplier', supplier, 'suppliers'),
  items: row('Item', item, 'items'),
  payments: row('Payment', payment, 'payments'),
  billPayments: row('BillPayment', billPayment, 'billPayments'),
  invoices: row('Invoice', invoice, 'invoices'),
  bills: row('Bill', bill, 'bills'),
  creditNotes: row('CreditNote', creditNote, 'creditNotes'),
  billCreditNotes: row('BillCreditNote', billCreditNote, 'billCreditNotes'),
  directCosts: row('DirectCost', directCost, 'directCosts', { scope: 'connection' }),
  directIncomes: row('DirectIncome', directIncome, 'directIncomes', { scope: 'connection' }),
  transfers: row('Transfer', transfer, 'transfers', { scope: 'connection' }),
  accountTransactions: row('AccountTransaction', accountTransaction, 'accountTransactions', { scope: 'connection' }),
  journalEntries: row('JournalEntry', journalEntry, 'journalEntries'),
  purchaseOrders: row('PurchaseOrder', purchaseOrder, 'purchaseOrders'),
  balanceSheet: row('BalanceSheetMonth', balanceSheetMonth, 'financials/balanceSheet', { single: true }),
  profitAndLoss: row('ProfitAndLossMonth', profitAndLossMonth, 'financials/profitAndLoss', { single: true }),
  cashFlowStatement: row('CashFlowMonth', cashFlowMonth, 'financials/cashFlowStatement', { single: true }),
} satisfies Record<SupportedDataType, Model>;

/** The document type of a data type. */
export type ModelOf<T extends SupportedDataType> = z.infer<(typeof models)[T]['schema']>;

function row<Schema extends z.ZodObject>(
  name: string,
  schema: Schema,
  path: string,
  { scope = 'company', single = false }: Partial<Pick<Model, 'scope' | 'single'>> = {},
): Model<Schema> {
  return { schema, name, path, scope, single };
}
