/** First parts of the paths in Xero's OpenAPI file: what exists at Xero, whether or not the simulator serves it. */
const known = new Set([
  'accounts', 'batchpayments', 'banktransactions', 'banktransfers', 'brandingthemes', 'budgets', 'contacts', 'contactgroups', 'creditnotes', 'currencies',
  'employees', 'expenseclaims', 'invoices', 'invoicereminders', 'items', 'journals', 'linkedtransactions', 'manualjournals', 'organisation', 'overpayments',
  'payments', 'paymentservices', 'prepayments', 'purchaseorders', 'quotes', 'receipts', 'repeatinginvoices', 'reports', 'setup', 'taxrates',
  'trackingcategories', 'users',
]);

export function isKnownPath(first: string): boolean {
  return known.has(first.toLowerCase());
}
