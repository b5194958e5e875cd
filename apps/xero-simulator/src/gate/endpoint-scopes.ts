/** Which scopes open an endpoint: any one of them does. Plain names write and read, `.read` names only read. */
const byEndpoint = new Map<string, string[]>();

function cover(scopes: string[], endpoints: string[]): void {
  for (const endpoint of endpoints) byEndpoint.set(endpoint, [...(byEndpoint.get(endpoint) ?? []), ...scopes]);
}

cover(
  ['accounting.invoices', 'accounting.transactions'],
  ['invoices', 'creditnotes', 'quotes', 'purchaseorders', 'repeatinginvoices', 'linkedtransactions', 'items'],
);
cover(['accounting.payments', 'accounting.transactions'], ['payments', 'batchpayments', 'overpayments', 'prepayments']);
cover(['accounting.banktransactions', 'accounting.transactions'], ['banktransactions', 'banktransfers']);
cover(['accounting.manualjournals', 'accounting.transactions'], ['manualjournals']);
cover(['accounting.transactions'], ['receipts', 'expenseclaims']);
cover(['accounting.contacts'], ['contacts', 'contactgroups']);
cover(
  ['accounting.settings'],
  ['accounts', 'brandingthemes', 'currencies', 'items', 'invoicereminders', 'organisation', 'organisations', 'taxrates', 'trackingcategories', 'users', 'setup'],
);
cover(['accounting.journals'], ['journals']);
cover(['accounting.budgets'], ['budgets']);

const byReport = new Map(Object.entries({
  agedpayablesbycontact: 'aged',
  agedreceivablesbycontact: 'aged',
  balancesheet: 'balancesheet',
  banksummary: 'banksummary',
  budgetsummary: 'budgetsummary',
  executivesummary: 'executivesummary',
  profitandloss: 'profitandloss',
  tenninetynine: 'tenninetynine',
  trialbalance: 'trialbalance',
}));

/**
 * The scopes of which a call needs one, or null for a path that no scope guards (it does not exist).
 * `path` is what follows `/api.xro/2.0/`. Attachments have a scope of their own under every parent.
 */
export function scopesFor(method: string, path: string): string[] | null {
  const [endpoint = '', second = '', third = ''] = path.toLowerCase().split('/');
  if (endpoint === 'reports') return [`accounting.reports.${byReport.get(second) ?? 'taxreports'}.read`, 'accounting.reports.read'];
  const names = third === 'attachments' ? ['accounting.attachments'] : byEndpoint.get(endpoint);
  if (!names) return null;
  return method === 'GET' ? names.flatMap((name) => [name, `${name}.read`]) : names;
}

/** Whether the connecting person's reporting role is asked for as well, besides the scope. */
export function needsReportingRole(path: string): boolean {
  return /^(reports|journals|manualjournals)(\/|$)/i.test(path);
}
