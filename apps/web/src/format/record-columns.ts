export type ColumnKind = 'text' | 'day' | 'moment' | 'amount' | 'number' | 'percent' | 'flag';

export interface Column {
  label: string;
  /** Path of the value inside the document; also what the API sorts by. */
  property: string;
  kind: ColumnKind;
}

const text = (label: string, property: string): Column => ({ label, property, kind: 'text' });
const day = (label: string, property: string): Column => ({ label, property, kind: 'day' });
const amount = (label: string, property: string): Column => ({ label, property, kind: 'amount' });
const flag = (label: string, property: string): Column => ({ label, property, kind: 'flag' });

const status = text('Status', 'status');
const currency = text('Currency', 'currency');
const total = amount('Total', 'totalAmount');
const issued = day('Issued', 'issueDate');
const customer = text('Customer', 'customerRef.companyName');
const supplier = text('Supplier', 'supplierRef.supplierName');
const account = text('Account', 'accountRef.name');
const reference = text('Reference', 'reference');

const contact = (name: string): Column[] => [
  text('Name', name),
  text('Contact', 'contactName'),
  text('E-mail', 'emailAddress'),
  text('Phone', 'phone'),
  text('Currency', 'defaultCurrency'),
  status,
];

/** What a bookkeeper wants to see first; the drawer shows the whole document. The first column opens it. */
export const recordColumns: Readonly<Record<string, readonly Column[]>> = {
  company: [
    text('Name', 'companyName'),
    text('Legal name', 'companyLegalName'),
    text('Base currency', 'baseCurrency'),
    text('Tax number', 'taxNumber'),
    text('Registration number', 'registrationNumber'),
  ],
  chartOfAccounts: [
    text('Name', 'name'),
    text('Code', 'nominalCode'),
    text('Type', 'type'),
    text('Category', 'fullyQualifiedCategory'),
    currency,
    amount('Balance', 'currentBalance'),
    status,
  ],
  bankAccounts: [
    text('Name', 'accountName'),
    text('Code', 'nominalCode'),
    text('Type', 'accountType'),
    text('Account number', 'accountNumber'),
    currency,
    amount('Balance', 'balance'),
  ],
  customers: contact('customerName'),
  suppliers: contact('supplierName'),
  items: [
    text('Name', 'name'),
    text('Code', 'code'),
    text('Type', 'type'),
    flag('Sold', 'isInvoiceItem'),
    flag('Bought', 'isBillItem'),
    text('Status', 'itemStatus'),
  ],
  taxRates: [
    text('Name', 'name'),
    text('Code', 'code'),
    { label: 'Effective rate', property: 'effectiveTaxRate', kind: 'percent' },
    { label: 'Total rate', property: 'totalTaxRate', kind: 'percent' },
    status,
  ],
  trackingCategories: [text('Name', 'name'), text('Parent ID', 'parentId'), flag('Has options', 'hasChildren'), status],
  invoices: [
    text('Number', 'invoiceNumber'),
    customer,
    issued,
    day('Due', 'dueDate'),
    currency,
    total,
    amount('Amount due', 'amountDue'),
    status,
  ],
  creditNotes: [text('Number', 'creditNoteNumber'), customer, issued, currency, total, amount('Remaining', 'remainingCredit'), status],
  payments: [reference, customer, day('Date', 'date'), account, currency, total],
  bills: [reference, supplier, issued, day('Due', 'dueDate'), currency, total, amount('Amount due', 'amountDue'), status],
  billCreditNotes: [
    text('Number', 'billCreditNoteNumber'),
    supplier,
    issued,
    currency,
    total,
    amount('Remaining', 'remainingCredit'),
    status,
  ],
  billPayments: [reference, supplier, day('Date', 'date'), account, currency, total],
  purchaseOrders: [
    text('Number', 'purchaseOrderNumber'),
    supplier,
    issued,
    day('Expected', 'expectedDeliveryDate'),
    currency,
    total,
    status,
  ],
  directCosts: [reference, issued, currency, amount('Tax', 'taxAmount'), total],
  directIncomes: [reference, issued, currency, amount('Tax', 'taxAmount'), total],
  transfers: [
    text('Description', 'description'),
    day('Date', 'date'),
    text('From', 'from.accountRef.name'),
    text('To', 'to.accountRef.name'),
    text('Currency', 'from.currency'),
    amount('Amount', 'from.amount'),
    status,
  ],
  accountTransactions: [day('Date', 'date'), text('Bank account', 'bankAccountRef.name'), currency, total, status],
  journalEntries: [text('Description', 'description'), day('Posted', 'postedOn'), text('Caused by', 'recordRef.dataType')],
};

/** Documents are shown newest first, which their lists are indexed for; everything else in the API's own order. */
export function firstOrder(dataType: string): string {
  const dated = recordColumns[dataType]?.find(({ kind }) => kind === 'day');
  return dated === undefined ? '' : `-${dated.property}`;
}

/** A good filter to start from, in the query language of the API. */
export const filterExamples: Readonly<Record<string, string>> = {
  chartOfAccounts: 'type=Expense && status=Active',
  customers: 'customerName~ltd && status=Active',
  suppliers: 'supplierName~ltd && status=Active',
  invoices: 'totalAmount>1000 && status!=Paid',
  bills: 'totalAmount>1000 && status!=Paid',
  creditNotes: 'remainingCredit>0',
  billCreditNotes: 'remainingCredit>0',
  payments: 'date>=2026-01-01',
  billPayments: 'date>=2026-01-01',
  purchaseOrders: 'status=Open',
  directCosts: 'totalAmount>1000',
  directIncomes: 'totalAmount>1000',
  transfers: 'date>=2026-01-01',
  accountTransactions: 'status=Unreconciled',
  journalEntries: 'postedOn>=2026-01-01',
};
