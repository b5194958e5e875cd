import { needsReportingRole, scopesFor } from './endpoint-scopes.js';

describe('scopes of an endpoint', () => {
  test.each([
    ['Invoices', 'accounting.invoices'],
    ['CreditNotes/1/Allocations', 'accounting.invoices'],
    ['invoices/1/history', 'accounting.invoices'],
    ['Payments', 'accounting.payments'],
    ['BankTransfers', 'accounting.banktransactions'],
    ['Contacts', 'accounting.contacts'],
    ['Organisation', 'accounting.settings'],
    ['TaxRates', 'accounting.settings'],
    ['Budgets', 'accounting.budgets'],
  ])('%s is opened by %s or its reading half', (path, scope) => {
    expect(scopesFor('GET', path)).toEqual(expect.arrayContaining([scope, `${scope}.read`]));
  });

  test('a reading scope does not open a change', () => {
    expect(scopesFor('PUT', 'Invoices')).toContain('accounting.invoices');
    expect(scopesFor('PUT', 'Invoices')).not.toContain('accounting.invoices.read');
  });

  test('items are opened by invoices or settings', () => {
    expect(scopesFor('GET', 'Items')).toEqual(expect.arrayContaining(['accounting.invoices.read', 'accounting.settings.read']));
  });

  test('attachments have a scope of their own under any parent', () => {
    expect(scopesFor('GET', 'Invoices/1/Attachments')).toEqual(['accounting.attachments', 'accounting.attachments.read']);
  });

  test('each report has its own scope', () => {
    expect(scopesFor('GET', 'Reports/TrialBalance')).toContain('accounting.reports.trialbalance.read');
    expect(scopesFor('GET', 'Reports/AgedPayablesByContact')).toContain('accounting.reports.aged.read');
    expect(scopesFor('GET', 'Reports')).toContain('accounting.reports.taxreports.read');
  });

  test('no scope guards a path that does not exist', () => {
    expect(scopesFor('GET', 'Nothing')).toBeNull();
    expect(scopesFor('GET', '__proto__')).toBeNull();
    expect(scopesFor('GET', 'constructor')).toBeNull();
  });

  test('reports and journals need the reporting role as well', () => {
    expect(['Reports/TrialBalance', 'journals', 'ManualJournals/1', 'Invoices'].map(needsReportingRole)).toEqual([true, true, true, false]);
  });
});
