/** The words that people use for the data types that the portal shows, in reading order. */
const dataTypeNames: Readonly<Record<string, string>> = {
  company: 'Company details',
  chartOfAccounts: 'Chart of accounts',
  bankAccounts: 'Bank accounts',
  customers: 'Customers',
  suppliers: 'Suppliers',
  items: 'Items',
  taxRates: 'Tax rates',
  trackingCategories: 'Tracking categories',
  invoices: 'Invoices',
  creditNotes: 'Credit notes',
  payments: 'Payments',
  bills: 'Bills',
  billCreditNotes: 'Bill credit notes',
  billPayments: 'Bill payments',
  purchaseOrders: 'Purchase orders',
  directCosts: 'Direct costs',
  directIncomes: 'Direct incomes',
  transfers: 'Transfers',
  accountTransactions: 'Account transactions',
  journalEntries: 'Journal entries',
};

/** They have no list of records to look at, but pulls of them are shown. */
const statementNames: Readonly<Record<string, string>> = {
  balanceSheet: 'Balance sheet',
  profitAndLoss: 'Profit and loss',
  cashFlowStatement: 'Cash flow statement',
};

export const shownDataTypes: readonly string[] = Object.keys(dataTypeNames);

export const dataTypeName = (dataType: string): string => dataTypeNames[dataType] ?? statementNames[dataType] ?? dataType;
