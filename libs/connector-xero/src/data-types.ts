import type { Source } from '#connector-kit/connector';
import { readBatchMovement, readPaymentMovement } from './records/account-transactions.js';
import { readAccount, readBankAccount } from './records/accounts.js';
import { balanceSheet, readBalanceSheet } from './records/balance-sheet.js';
import { readBankMovement, readDirectCost, readDirectIncome } from './records/bank-transactions.js';
import { readBankTransfers, readTransfer, readTransferMovement, transferId } from './records/bank-transfers.js';
import { readCustomer, readSupplier } from './records/contacts.js';
import { readBillCreditNote, readCreditNote } from './records/credit-notes.js';
import { readBill, readInvoice } from './records/invoices.js';
import { readItem } from './records/items.js';
import { readJournals, readLedgerJournal, readManualJournal } from './records/journals.js';
import { readAccounts } from './records/ledger-balances.js';
import { namesOfContact, namesOfDocument, namesOfPayment } from './records/names.js';
import { readBillOnAccount, readOnAccount } from './records/on-account.js';
import { readOrganisation } from './records/organisation.js';
import { readBillPayment, readPayment } from './records/payments.js';
import { cashFlow, profitAndLoss, readCashFlow, readProfitAndLoss } from './records/profit-and-loss.js';
import { readPurchaseOrder } from './records/purchase-orders.js';
import { readTaxRate } from './records/tax-rates.js';
import { readTrackingCategories, readTrackingCategory, trackingId } from './records/tracking-categories.js';
import { appended, changedAt, monthly, paged, whole } from './source-rows.js';

/*
 * The granular scopes that each endpoint needs. Apps that were made since March 2026 get no others, and Xero's published
 * API description still names only the broad ones that they replace.
 */
const settings = ['accounting.settings.read'];
const invoicing = ['accounting.invoices.read'];

const paying = ['accounting.payments.read'];
const profitScope = ['accounting.reports.profitandloss.read'];
const banking = ['accounting.banktransactions.read'];

const ledger = ['Organisation', 'Accounts', 'TaxRates'];
const tracked = [...ledger, 'TrackingCategories'];
const orders = [...tracked, 'Contacts', 'Items'];
const documents = [...orders, 'Payments'];

/** What Xero has, one row per endpoint, in the order in which the rows need each other. */
export const sources: readonly Source[] = [
  whole('Organisation', { list: 'Organisations', idField: 'OrganisationID', scopes: settings, mappings: { company: readOrganisation } }),
  whole('Accounts', {
    idField: 'AccountID',
    scopes: [...settings, 'accounting.reports.trialbalance.read'],
    needs: ['Organisation'],
    read: readAccounts,
    mappings: { chartOfAccounts: readAccount, bankAccounts: readBankAccount },
  }),
  whole('TaxRates', { idField: 'TaxType', scopes: settings, mappings: { taxRates: readTaxRate } }),
  whole('TrackingCategories', {
    idField: 'TrackingCategoryID',
    id: trackingId,
    scopes: settings,
    read: readTrackingCategories,
    mappings: { trackingCategories: readTrackingCategory },
  }),
  // Unit prices come with two decimals unless four are asked for.
  whole('Items', { idField: 'ItemID', scopes: settings, needs: ledger, query: { unitdp: 4 }, mappings: { items: readItem } }),

  paged('Contacts', {
    idField: 'ContactID',
    scopes: ['accounting.contacts.read'],
    query: { includeArchived: true },
    mappings: { customers: readCustomer, suppliers: readSupplier },
  }),
  paged('Payments', {
    idField: 'PaymentID',
    scopes: paying,
    needs: ['Organisation', 'Accounts', 'Contacts'],
    names: namesOfPayment,
    mappings: { payments: readPayment, billPayments: readBillPayment, accountTransactions: readPaymentMovement },
  }),
  whole('BatchPayments', {
    idField: 'BatchPaymentID',
    scopes: paying,
    needs: ['Organisation', 'Accounts'],
    // A batch on an account that is no bank account moves no money of a bank.
    ignores: ({ Type }) => Type === 'PAYBATCH' || Type === 'RECBATCH',
    mappings: { accountTransactions: readBatchMovement },
  }),
  paged('Prepayments', {
    idField: 'PrepaymentID',
    scopes: paying,
    needs: ['Organisation', 'Contacts'],
    names: namesOfContact,
    mappings: { payments: readOnAccount('Prepayment'), billPayments: readBillOnAccount('Prepayment') },
  }),
  paged('Overpayments', {
    idField: 'OverpaymentID',
    scopes: paying,
    needs: ['Organisation', 'Contacts'],
    names: namesOfContact,
    // A prepayment stands on an account of its own until it is used, and is not in Xero's aged reports either.
    standsOnTrade: true,
    mappings: { payments: readOnAccount('Overpayment'), billPayments: readBillOnAccount('Overpayment') },
  }),
  paged('Invoices', {
    idField: 'InvoiceID',
    scopes: invoicing,
    needs: documents,
    names: namesOfDocument,
    query: { unitdp: 4, includeArchived: true },
    mappings: { invoices: readInvoice, bills: readBill },
  }),
  paged('CreditNotes', {
    idField: 'CreditNoteID',
    scopes: invoicing,
    needs: documents,
    names: namesOfDocument,
    query: { unitdp: 4 },
    mappings: { creditNotes: readCreditNote, billCreditNotes: readBillCreditNote },
  }),
  paged('BankTransactions', {
    idField: 'BankTransactionID',
    scopes: banking,
    needs: tracked,
    query: { unitdp: 4 },
    // The two sides of a transfer come with the transfer.
    ignores: ({ Type }) => Type === 'SPEND-TRANSFER' || Type === 'RECEIVE-TRANSFER',
    mappings: { directCosts: readDirectCost, directIncomes: readDirectIncome, accountTransactions: readBankMovement },
  }),
  whole('BankTransfers', {
    idField: 'BankTransferID',
    id: transferId,
    modifiedAt: (native) => changedAt(native, 'CreatedDateUTC'),
    scopes: banking,
    needs: ['Organisation', 'Accounts', 'TrackingCategories'],
    read: readBankTransfers,
    mappings: { transfers: readTransfer, accountTransactions: readTransferMovement },
  }),
  paged('PurchaseOrders', {
    idField: 'PurchaseOrderID',
    scopes: invoicing,
    needs: orders,
    names: namesOfContact,
    mappings: { purchaseOrders: readPurchaseOrder },
  }),
  paged('ManualJournals', {
    idField: 'ManualJournalID',
    scopes: ['accounting.manualjournals.read'],
    needs: ['Organisation', 'Accounts', 'TrackingCategories'],
    ignores: ({ Status }) => Status === 'DRAFT',
    mappings: { journalEntries: readManualJournal },
  }),
  // Manual journals are among the journals of the ledger, under other ids.
  appended('Journals', {
    idField: 'JournalID',
    modifiedAt: (native) => changedAt(native, 'CreatedDateUTC'),
    scopes: ['accounting.journals.read'],
    tierFeature: 'journals',
    insteadOf: 'ManualJournals',
    needs: ['Organisation', 'Accounts', 'TrackingCategories'],
    read: readJournals,
    mappings: { journalEntries: readLedgerJournal },
  }),

  // Statements, a record for each month. What is older than the months that are asked for stays.
  monthly('BalanceSheet', balanceSheet, { scopes: ['accounting.reports.balancesheet.read'], mappings: { balanceSheet: readBalanceSheet } }),
  monthly('ProfitAndLoss', profitAndLoss, { scopes: profitScope, mappings: { profitAndLoss: readProfitAndLoss } }),
  monthly('CashFlow', cashFlow, { scopes: profitScope, mappings: { cashFlowStatement: readCashFlow } }),
];
