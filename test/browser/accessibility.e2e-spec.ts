import { describeInBrowser } from '#test/chromium';
import { button, heading, link, PageTour, shows } from '#test/page-tour';
import { simulatorApp } from '#test/processes';
import type { Page } from 'playwright-core';

/** For one test: it looks at many pages, and the machine may be busy. */
const patienceMs = 300_000;
const differing = {
  message: '1 account differs from Xero\'s trial balance: Sales (200).', reasons: [],
  comparison: {
    baseCurrency: 'GBP', asOf: '2026-11-22', openingOn: '2024-12-31', months: { from: '2024-12', to: '2026-11' }, documents: 3, postings: 9, accounts: 4, differing: 1,
    differences: [{ accountId: 'sales', code: '200', name: 'Sales', report: 'TrialBalance', date: '2026-11-22', dates: 1, ours: '-100.00', theirs: '-99.99', difference: '0.01' }],
  },
};
const nowhere = '019b0000-0000-7000-8000-000000000000';

describeInBrowser('every page of the portal, in light and dark, on a desk and on a phone', (launch) => {
  let tour: PageTour;
  let operator: Page;

  beforeAll(async () => {
    tour = await PageTour.start(launch, { SIMULATOR_INVOICES: '60' });
    operator = await tour.newPerson();
  }, patienceMs);

  afterAll(() => tour?.stop(), patienceMs);

  it('signing in', async () => {
    await tour.open(operator, '/');
    await heading(operator, 'Sign in');
    await tour.audit(operator, 'sign-in', button(operator, 'Sign in'));
    await button(operator, 'Sign in').click();
    await shows(operator, 'Enter your password');
    await tour.audit(operator, 'sign-in with empty fields', button(operator, 'Sign in'));
    await operator.getByLabel('E-mail').fill(tour.platform.admin.email);
    await operator.getByLabel('Password', { exact: true }).fill('wrong');
    await button(operator, 'Sign in').click();
    await shows(operator, 'You are not signed in');
    await tour.audit(operator, 'sign-in refused', button(operator, 'Sign in'));
    await tour.signIn(operator);
    expect(await operator.getByRole('banner').getByText('Ledgerbridge').count()).toBe(1);
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('integrations and the settings of Xero', async () => {
    await tour.open(operator, '/settings/integrations/accounting');
    const setUp = link(operator, 'Set up Xero');
    await setUp.waitFor();
    await tour.audit(operator, 'integrations without keys', setUp);
    await setUp.click();
    await heading(operator, 'Xero');
    await tour.audit(operator, 'Xero settings without keys', button(operator, 'Save'));
    await operator.getByLabel('Client ID').fill('two words');
    await button(operator, 'Save').click();
    await shows(operator, /Client ID contains a space/);
    await tour.audit(operator, 'Xero settings with faults', button(operator, 'Save'));
    await operator.getByRole('combobox', { name: 'Tier of your Xero app' }).click();
    await operator.getByRole('option').first().waitFor();
    await tour.audit(operator, 'Xero settings with the tiers open');
    await operator.keyboard.press('Escape');
    await operator.getByLabel('Client ID').fill(simulatorApp.clientId);
    await operator.getByLabel('Client secret').fill(simulatorApp.clientSecret);
    await button(operator, 'Save').click();
    const dialog = operator.getByRole('dialog', { name: 'Enable Xero' });
    await dialog.waitFor();
    await tour.audit(operator, 'dialog Enable Xero', button(dialog, 'Enable now'));
    await button(dialog, 'Enable now').click();
    await shows(operator, 'Xero is enabled');
    await tour.audit(operator, 'Xero settings enabled');
    await tour.database.query('update app set refused_at = now()');
    await operator.reload();
    await shows(operator, 'Xero refuses these keys');
    await tour.audit(operator, 'Xero settings with refused keys', button(operator, 'Save'));
    await operator.getByLabel('Client secret').fill(simulatorApp.clientSecret);
    await button(operator, 'Save').click();
    await operator.getByText('Xero refuses these keys').waitFor({ state: 'detached' });
    await operator.getByRole('combobox', { name: 'Tier of your Xero app' }).click();
    await operator.getByRole('option', { name: /Advanced/ }).click();
    const journals = operator.getByRole('switch', { name: 'Xero has approved this app for journals' });
    await tour.audit(operator, 'Xero settings with the switch of journals');
    await journals.press('Space');
    expect(await journals.isChecked()).toBe(true);
    await tour.open(operator, '/settings/integrations/accounting');
    await shows(operator, /Connections used: 0 of/);
    await tour.audit(operator, 'integrations with keys', link(operator, 'Manage Xero'));
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('SQL access', async () => {
    await tour.open(operator, '/settings/sql');
    await tour.audit(operator, 'SQL access without a user', button(operator, 'Create user'));
    await button(operator, 'Create user').click();
    await shows(operator, 'Shown this one time. Keep it now.');
    await tour.audit(operator, 'SQL access with a new password', button(operator, 'Copy password'));
    await operator.reload();
    await shows(operator, /cannot be shown again/);
    await button(operator, 'Remove').click();
    const dialog = operator.getByRole('dialog', { name: 'Remove SQL access?' });
    await tour.audit(operator, 'dialog Remove SQL access', button(dialog, 'Remove'));
    await button(dialog, 'Remove').click();
    await button(operator, 'Create user').waitFor();
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  let companyId = '';

  it('companies, and one that is new', async () => {
    await tour.open(operator, '/companies');
    await shows(operator, 'No companies yet');
    await tour.audit(operator, 'no companies', button(operator, 'Create company'));
    await button(operator, 'Create company').click();
    const dialog = operator.getByRole('dialog');
    await button(dialog, 'Create').click();
    await shows(operator, 'Enter the name of the company');
    await tour.audit(operator, 'dialog Create company with a fault', button(dialog, 'Create'));
    await dialog.getByLabel('Company name').fill('Grünwald & Sons, Kunsthandwerkergenossenschaftsvertriebsgesellschaft');
    await button(dialog, 'Create').click();
    await shows(operator, 'Company created');
    await tour.audit(operator, 'dialog Company created', link(dialog, 'Open the company'));
    await link(dialog, 'Open the company').click();
    await shows(operator, 'Nothing is linked yet');
    companyId = operator.url().split('/').at(-1)!;
    await tour.audit(operator, 'company without connection', button(operator, 'Copy Link URL'));
    for (const [tab, words] of [['Data', 'No data yet'], ['History', 'Nothing was pulled yet']]) {
      await operator.getByRole('tab', { name: tab }).click();
      await shows(operator, words);
      await tour.audit(operator, `company without connection, ${tab}`, operator.getByRole('tab', { name: tab }));
    }
    await button(operator, 'Rename company').click();
    const renaming = operator.getByRole('dialog', { name: 'Rename company' });
    await tour.audit(operator, 'dialog Rename company', button(renaming, 'Save'));
    await button(renaming, 'Cancel').click();
    await button(operator, 'More actions').click();
    await operator.getByRole('menuitem', { name: 'Delete company' }).click();
    const deleting = operator.getByRole('dialog', { name: 'Delete this company?' });
    await deleting.waitFor();
    await tour.audit(operator, 'dialog Delete this company', button(deleting, 'Delete company'));
    await button(deleting, 'Cancel').click();
    await tour.open(operator, '/companies');
    await operator.getByRole('table', { name: 'Companies' }).waitFor();
    await tour.audit(operator, 'companies', link(operator, /^Grünwald/));
    await operator.getByLabel('Search companies').fill('zzz');
    await shows(operator, 'Nothing found');
    await tour.audit(operator, 'companies, nothing found');
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('the menus, and pages that are not there or cannot be loaded', async () => {
    await tour.open(operator, '/companies');
    await operator.getByRole('button', { name: /^User menu/ }).click();
    await operator.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await tour.audit(operator, 'user menu');
    await operator.setViewportSize({ width: 375, height: 740 });
    await button(operator, 'Open the navigation').click();
    await tour.audit(operator, 'navigation of the phone');
    for (const path of [`/companies/${nowhere}`, '/no-such-page']) {
      await tour.open(operator, path);
      await heading(operator, 'Page not found');
      await tour.audit(operator, path, link(operator, 'Go to companies'));
    }
    await operator.route('**/api/companies?*', (route) => route.fulfill({ status: 400, json: { error: 'No.', correlationId: nowhere } }));
    await tour.open(operator, '/companies');
    await shows(operator, 'The companies could not be loaded');
    await tour.audit(operator, 'companies not loaded', button(operator, 'Try again'));
    await operator.unroute('**/api/companies?*');
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('a linked company, its records and its history', async () => {
    await tour.client.link(companyId);
    await tour.client.untilPulled(companyId);
    await tour.open(operator, `/companies/${companyId}`);
    await shows(operator, 'Demo Company (UK)');
    await tour.audit(operator, 'connections', button(operator, 'Refresh data'));
    const check = operator.getByRole('group', { name: 'Check of the books' });
    await button(check, 'Check the books').waitFor({ timeout: 120_000 });
    await tour.audit(operator, 'books that tie', button(check, 'Check the books'));
    await tour.database.query(`update ledger_proof set verdict = 'Differs', result = $1 where status = 'complete'`, [JSON.stringify(differing)]);
    await operator.reload();
    await operator.getByRole('region', { name: 'Accounts that differ' }).waitFor();
    await tour.audit(operator, 'books that differ', button(check, 'Check the books'));
    await operator.getByRole('tab', { name: 'Data' }).click();
    const firstRecord = operator.getByRole('table', { name: 'Invoices' }).getByRole('row').nth(1).getByRole('button');
    await firstRecord.waitFor();
    await tour.audit(operator, 'records', firstRecord);
    const table = operator.getByRole('region', { name: 'Invoices table' });
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await firstRecord.click();
    const drawer = operator.getByRole('dialog', { name: 'Invoices' });
    await tour.audit(operator, 'drawer of a record', button(drawer, 'Copy JSON'));
    await button(drawer, 'Close').click();
    for (const [filter, words] of [['status=', /./], ['invoiceNumber=none', 'No record matches']] as const) {
      await operator.getByLabel('Filter', { exact: true }).fill(filter);
      await button(operator, 'Filter').click();
      await button(operator, 'Clear').waitFor();
      await shows(operator, words);
      await tour.audit(operator, `records filtered by ${filter}`, button(operator, 'Filter'));
    }
    await operator.getByRole('tab', { name: 'History' }).click();
    await shows(operator, 'Complete');
    await tour.audit(operator, 'history', operator.getByRole('tab', { name: 'History' }));
    await operator.getByRole('tab', { name: 'Connections' }).click();
    await button(operator, 'Unlink').click();
    const asking = operator.getByRole('dialog', { name: 'Unlink Xero?' });
    await tour.audit(operator, 'dialog Unlink', button(asking, 'Unlink'));
    await button(asking, 'Unlink').click();
    await shows(operator, 'No data is pulled any more');
    await tour.audit(operator, 'unlinked connection');
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('gives the browser nothing to complain about', () => {
    expect(tour.complained()).toEqual([]);
  });
});
