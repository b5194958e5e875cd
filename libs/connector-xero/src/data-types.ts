import type { Source } from '#connector-kit/connector';
import { readAccount, readBankAccount } from './records/accounts.js';
import { readCustomer, readSupplier } from './records/contacts.js';
import { readBillCreditNote, readCreditNote } from './records/credit-notes.js';
import { readBill, readInvoice } from './records/invoices.js';
import { readItem } from './records/items.js';
import { readAccounts } from './records/ledger-balances.js';
import { namesOfDocument, namesOfPayment } from './records/names.js';
import { readOrganisation } from './records/organisation.js';
import { readBillPayment, readPayment } from './records/payments.js';
import { readTaxRate } from './records/tax-rates.js';
import { readTrackingCategories, readTrackingCategory, trackingId } from './records/tracking-categories.js';
import { paged, whole } from './source-rows.js';

/*
 * The granular scopes that each endpoint needs. Apps that were made since March 2026 get no others, and Xero's published
 * API description still names only the broad ones that they replace.
 */
const settings = ['accounting.settings.read'];
const invoicing = ['accounting.invoices.read'];

const ledger = ['Organisation', 'Accounts', 'TaxRates'];
const documents = [...ledger, 'TrackingCategories', 'Contacts', 'Items', 'Payments'];

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
    scopes: ['accounting.payments.read'],
    needs: ['Organisation', 'Accounts', 'Contacts'],
    names: namesOfPayment,
    mappings: { payments: readPayment, billPayments: readBillPayment },
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
];
