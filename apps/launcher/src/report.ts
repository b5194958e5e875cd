import type { Env } from '#platform/env';
import type { FirstOperatorNews } from './child-process.js';
import { simulatorApp, simulatorUser } from './demo.js';
import type { TrialFile } from './trial-file.js';

/** Data types in the order that a reader expects, with the path that lists them. */
const lists: [dataType: string, path: (connectionId: string) => string][] = [
  ['chartOfAccounts', () => 'data/accounts'],
  ['bankAccounts', (connectionId) => `connections/${connectionId}/data/bankAccounts`],
  ['customers', () => 'data/customers'],
  ['suppliers', () => 'data/suppliers'],
  ['items', () => 'data/items'],
  ['taxRates', () => 'data/taxRates'],
  ['trackingCategories', () => 'data/trackingCategories'],
  ['invoices', () => 'data/invoices'],
  ['bills', () => 'data/bills'],
  ['creditNotes', () => 'data/creditNotes'],
  ['billCreditNotes', () => 'data/billCreditNotes'],
  ['payments', () => 'data/payments'],
  ['billPayments', () => 'data/billPayments'],
  ['purchaseOrders', () => 'data/purchaseOrders'],
  ['directCosts', (connectionId) => `connections/${connectionId}/data/directCosts`],
  ['directIncomes', (connectionId) => `connections/${connectionId}/data/directIncomes`],
  ['transfers', (connectionId) => `connections/${connectionId}/data/transfers`],
  ['accountTransactions', (connectionId) => `connections/${connectionId}/data/accountTransactions`],
  ['journalEntries', () => 'data/journalEntries'],
];

/** What a newcomer wants to know, once everything runs. */
export async function report(env: Env, { trial, isNew }: TrialFile, firstOperator: FirstOperatorNews | undefined, companyId: string | undefined): Promise<string[]> {
  const lines = ['', `  Portal    ${env.publicUrl}`];
  lines.push(isNew ? `  Sign-in   ${trial.adminEmail}  /  ${trial.adminPassword}` : `  Sign-in   ${trial.adminEmail}, with the password that the first start printed`);
  lines.push(isNew ? `  API key   ${trial.apiKey}` : '  API key   the one that the first start printed');
  if (!isNew) lines.push(`            (a trial keeps both in ${env.dataDir}/trial.json)`);
  lines.push(`  API docs  ${env.publicUrl}/api/docs`, ...xeroLines(env, firstOperator));
  if (companyId) {
    lines.push('', '  Data type             Records', '  --------------------  -------');
    for (const [dataType, count] of await counts(env.publicUrl, trial.apiKey, companyId)) lines.push(`  ${dataType.padEnd(20)}  ${String(count).padStart(7)}`);
    const token = Buffer.from(trial.apiKey).toString('base64');
    lines.push('', '  Read its invoices:', '', `  curl -s -H 'Authorization: Basic ${token}' '${env.publicUrl}/api/companies/${companyId}/data/invoices?pageSize=2'`);
  }
  return [...lines, '', '  Press Ctrl-C to stop.', ''];
}

/** What is needed to link a company: the simulated Xero's keys and person, or the address to register at the real one. */
function xeroLines(env: Env, firstOperator: FirstOperatorNews | undefined): string[] {
  if (env.simulator) {
    return [
      `  Xero      simulated; its person signs in as ${simulatorUser.email}  /  ${simulatorUser.password}`,
      ...(env.demo ? [] : [`            its app: client ID ${simulatorApp.clientId}, client secret ${simulatorApp.clientSecret}`]),
    ];
  }
  if (firstOperator?.warning) return [`  Xero      ${firstOperator.warning}`];
  if (!env.xeroClientId) return ['  Xero      is set up in the portal under Settings → Integrations → Accounting'];
  return [`  Xero      redirect URI to register in your Xero app: ${firstOperator?.redirectUri}`];
}

async function counts(portalUrl: string, apiKey: string, companyId: string): Promise<[string, number][]> {
  const company = `${portalUrl}/api/companies/${companyId}`;
  const headers = { authorization: `Basic ${Buffer.from(apiKey).toString('base64')}` };
  const read = async <T>(url: string): Promise<T> => {
    const response = await fetch(url, { headers });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response.json() as Promise<T>;
  };
  const { results: [connection] } = await read<{ results: { id: string }[] }>(`${company}/connections`);
  if (!connection) return [];
  return Promise.all(lists.map(async ([dataType, path]): Promise<[string, number]> => {
    const { totalResults } = await read<{ totalResults: number }>(`${company}/${path(connection.id)}?pageSize=1`);
    return [dataType, totalResults];
  }));
}
