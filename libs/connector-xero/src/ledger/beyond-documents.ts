import type { ChartAccount } from './chart.js';

const bankRevaluation =
  'Xero values bank accounts in foreign currency by the rate of the day of the report, which its API does not give; the difference is in Bank Revaluations';
const openRevaluation =
  'Xero values open documents in foreign currency by the rate of the day of the report, which its API does not give; the other side is in Accounts Receivable and Accounts Payable';
const costOfSales = 'Xero moves the cost of tracked items that are sold from inventory to cost of sales, and no document says how much that is';

const bySystemAccount: ReadonlyMap<string | undefined, string> = new Map([
  ['BANKCURRENCYGAIN', bankRevaluation],
  ['UNREALISEDCURRENCYGAIN', openRevaluation],
  ['UNPAIDEXPCLM', 'Expense claims are not read'],
  ['WAGEPAYABLES', 'Pay runs are not read'],
  ['HISTORICAL', 'Balances from before the books began at Xero are in no document'],
  ['TRACKINGTRANSFERS', 'Transfers between tracking options are in no document'],
]);

/**
 * What Xero posts to an account without a document: revaluations ("Understanding gains and losses in foreign currency
 * transactions" in its help), the cost of tracked items ("How does Xero account for inventory?"), payroll and claims.
 */
export function beyondDocuments(account: ChartAccount | undefined): string | undefined {
  if (account === undefined) return undefined;
  if (account.foreignCurrency !== undefined) return bankRevaluation;
  return bySystemAccount.get(account.system) ?? (account.type === 'INVENTORY' ? costOfSales : undefined);
}
