import type { Call } from '#connector-kit/call';
import type { NativeRecord, ReadPage, Source } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import type { Names } from '#connector-kit/references';
import { instantOf, isRecord, requiredText } from './native.js';
import { apiPath, jsonHeaders, type Query, readPage, readWhole, unreadable } from './reading.js';
import { readAccount, readBankAccount } from './records/accounts.js';
import { readCustomer, readSupplier } from './records/contacts.js';
import { readBillCreditNote, readCreditNote } from './records/credit-notes.js';
import { readBill, readInvoice } from './records/invoices.js';
import { readItem } from './records/items.js';
import { withLedgerBalances } from './records/ledger-balances.js';
import { namesOfDocument, namesOfPayment, noNames } from './records/names.js';
import { readOrganisation } from './records/organisation.js';
import { readBillPayment, readPayment } from './records/payments.js';
import { readTaxRate } from './records/tax-rates.js';
import { readTrackingCategory, trackingId, withOptions } from './records/tracking-categories.js';

const ledger = ['Organisation', 'Accounts', 'TaxRates'];
const everything = [...ledger, 'TrackingCategories', 'Contacts', 'Items', 'Payments'];

/** What Xero has, one row per endpoint, in the order in which the rows need each other. */
export const sources: readonly Source[] = [
  // The whole list in one answer, each time: some have no date of change, and what is gone shows only by its absence.
  whole('Organisation', 'Organisations', 'OrganisationID', [], { company: readOrganisation }),
  whole('Accounts', 'Accounts', 'AccountID', ['Organisation'], { chartOfAccounts: readAccount, bankAccounts: readBankAccount }, {
    read: readAccounts,
  }),
  whole('TaxRates', 'TaxRates', 'TaxType', [], { taxRates: readTaxRate }),
  whole('TrackingCategories', 'TrackingCategories', 'TrackingCategoryID', [], { trackingCategories: readTrackingCategory }, {
    read: readTrackingCategories,
    id: trackingId,
  }),
  // Unit prices come with two decimals unless four are asked for.
  whole('Items', 'Items', 'ItemID', ledger, { items: readItem }, { query: { unitdp: 4 } }),

  // Paged by a thousand, with a date of change. Nothing vanishes from these: it is voided, deleted or archived in place.
  paged('Contacts', 'ContactID', [], { customers: readCustomer, suppliers: readSupplier }, noNames, { includeArchived: true }),
  paged('Payments', 'PaymentID', ['Organisation', 'Accounts', 'Contacts'], { payments: readPayment, billPayments: readBillPayment }, namesOfPayment),
  paged('Invoices', 'InvoiceID', everything, { invoices: readInvoice, bills: readBill }, namesOfDocument, {
    unitdp: 4,
    includeArchived: true,
  }),
  paged('CreditNotes', 'CreditNoteID', everything, { creditNotes: readCreditNote, billCreditNotes: readBillCreditNote }, namesOfDocument, {
    unitdp: 4,
  }),
];

interface Exceptions extends Partial<Pick<Source, 'read' | 'id'>> {
  readonly query?: Query;
}

function whole(
  endpoint: string,
  list: string,
  idField: string,
  needs: readonly string[],
  mappings: Source['mappings'],
  { query, ...exceptions }: Exceptions = {},
): Source {
  return {
    ...common(endpoint, idField, needs, mappings, noNames),
    paged: false,
    read: (call) => readWhole(call, endpoint, list, query),
    ...exceptions,
  };
}

function paged(
  endpoint: string,
  idField: string,
  needs: readonly string[],
  mappings: Source['mappings'],
  names: Names | Source['names'],
  query?: Query,
): Source {
  return {
    ...common(endpoint, idField, needs, mappings, names),
    paged: true,
    read: (call, request) => readPage(call, endpoint, request, query),
  };
}

function common(key: string, idField: string, needs: readonly string[], mappings: Source['mappings'], names: Names | Source['names']) {
  return {
    key,
    dataTypes: Object.keys(mappings) as (keyof typeof mappings)[],
    needs,
    mappings,
    id: (native: NativeRecord) => requiredText(native, idField),
    modifiedAt,
    names: typeof names === 'function' ? names : () => names,
  };
}

/** A date that cannot be read is the mapping's to report. */
function modifiedAt(native: NativeRecord): string | null {
  try {
    const modified = instantOf(native, 'UpdatedDateUTC');
    return modified === undefined ? null : `${modified}Z`;
  } catch {
    return null;
  }
}

async function readTrackingCategories(call: Call): Promise<ReadPage> {
  const page = await readWhole(call, 'TrackingCategories', 'TrackingCategories', { includeArchived: true });
  const natives = withOptions(page.natives);
  return { ...page, natives, total: natives.length };
}

/** With the balances, if this consent and this person's role let us read the report. */
async function readAccounts(call: Call): Promise<ReadPage> {
  const page = await readWhole(call, 'Accounts', 'Accounts');
  try {
    const report = await call({ method: 'GET', path: `${apiPath}/Reports/TrialBalance`, headers: jsonHeaders });
    if (!isRecord(report.body) || !Array.isArray(report.body.Reports)) throw unreadable(report);
    return { ...page, natives: withLedgerBalances(page.natives, report.body.Reports) };
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return page;
    throw error;
  }
}
