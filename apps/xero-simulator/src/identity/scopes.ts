import type { App } from './model.js';
import { tiers } from './tiers.js';

const identityScopes = ['openid', 'profile', 'email', 'offline_access'];

/** Granular scopes that come in two strengths: the plain name writes and reads, `.read` only reads. */
const withRead = [
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.manualjournals',
  'accounting.contacts',
  'accounting.settings',
  'accounting.attachments',
];
const reports = ['aged', 'balancesheet', 'banksummary', 'budgetsummary', 'executivesummary', 'profitandloss', 'trialbalance', 'taxreports', 'tenninetynine'];
const journals = 'accounting.journals.read';
const granular = new Set([
  ...identityScopes,
  ...withRead,
  ...withRead.map((scope) => `${scope}.read`),
  'accounting.budgets.read',
  ...reports.map((report) => `accounting.reports.${report}.read`),
]);
const broad = new Set(['accounting.transactions', 'accounting.transactions.read', 'accounting.reports.read']);

/** The scopes that belong to the app itself and come only with its own credentials. */
export const appScopes = new Set(['app.connections', 'marketplace.billing']);

/** The first scope that this app may not ask a person for, or null when all are fine. One bad scope spoils the whole request. */
export function refusedScope(app: App, scopes: string[]): string | null {
  const granted = (scope: string) =>
    granular.has(scope) || (app.broadScopes && broad.has(scope)) || (scope === journals && tiers[app.tier].journals);
  return scopes.find((scope) => !granted(scope)) ?? null;
}

export function splitScopes(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(/\s+/).filter(Boolean))];
}
