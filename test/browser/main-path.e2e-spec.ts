import { describeInBrowser } from '#test/chromium';
import { type RunningPlatform, simulatorApp, startPlatform } from '#test/processes';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const patienceMs = 30_000;

describeInBrowser('the main path in a browser', (launch) => {
  let platform: RunningPlatform;
  let browser: Browser;
  let operator: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '60' } });
    browser = await launch();
    operator = await openPage(await browser.newContext());
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, 60_000);

  /** Notes what a browser complains about, such as a file that the content security policy forbids. */
  async function openPage(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/content security policy|refused to/i.test(message.text())) complaints.push(message.text());
    });
    return page;
  }

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
  const visible = async (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

  it('signs in, and not with a wrong password', async () => {
    await operator.goto(platform.portalUrl);
    await operator.getByLabel('E-mail').fill(platform.admin.email);
    await operator.getByLabel('Password', { exact: true }).fill('wrong');
    await button(operator, 'Sign in').click();
    await operator.getByRole('alert').getByText('You are not signed in').waitFor();
    await operator.getByLabel('Password', { exact: true }).fill(platform.admin.password);
    await button(operator, 'Sign in').click();
    await operator.getByRole('heading', { name: 'Companies' }).waitFor();
  }, 120_000);

  it('sets Xero up under Settings, Integrations, Accounting, and refuses keys with a space', async () => {
    await link(operator, 'Settings').click();
    await link(operator, 'Integrations').click();
    await link(operator, 'Accounting').click();
    await operator.getByRole('link', { name: /^Set up/ }).click();
    await operator.getByLabel('Client ID').fill(`${simulatorApp.clientId.slice(0, 16)} ${simulatorApp.clientId.slice(16)}`);
    await operator.getByLabel('Client secret').fill(simulatorApp.clientSecret);
    await button(operator, 'Save').click();
    await visible(operator, /Client ID contains a space/);
    await operator.getByLabel('Client ID').fill(simulatorApp.clientId);
    await button(operator, 'Save').click();
    const dialog = operator.getByRole('dialog', { name: 'Enable Xero' });
    await dialog.getByRole('button', { name: 'Enable now' }).click();
    await visible(operator, 'Xero is enabled');
    await dialog.waitFor({ state: 'detached' });
    await operator.reload();
    expect(await operator.getByLabel('Client ID').inputValue()).toBe(simulatorApp.clientId);
    expect(await operator.getByLabel('Client secret').inputValue()).toBe('');
    expect(await operator.getByRole('switch', { name: 'Enable Xero' }).isChecked()).toBe(true);
    expect(await operator.content()).not.toContain(simulatorApp.clientSecret);
  }, 120_000);

  let linkUrl = '';

  it('creates a company and shows its Link URL', async () => {
    await link(operator, 'Companies').click();
    await operator.getByRole('button', { name: /^Create (your first )?company$/ }).first().click();
    const dialog = operator.getByRole('dialog');
    await dialog.getByLabel('Company name').fill('Grünwald & Sons');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    linkUrl = await dialog.getByLabel('Link URL', { exact: true }).inputValue();
    expect(linkUrl).toMatch(new RegExp(`^${platform.portalUrl}/link/company/[0-9a-f-]{36}$`));
    await dialog.getByRole('link', { name: 'Open the company' }).click();
    await visible(operator, 'Nothing is linked yet');
  }, 120_000);

  it('links in the browser of the company\'s own person, who consents at Xero', async () => {
    const person = await openPage(await browser.newContext());
    await person.goto(linkUrl);
    await person.getByRole('radio', { name: 'Xero' }).waitFor();
    await button(person, 'Continue').click();
    await person.getByLabel('Email address').fill('demo@example.com');
    await person.getByLabel('Password').fill('demo');
    await button(person, 'Log in').click();
    await button(person, 'Allow access').click();
    await person.getByRole('heading', { name: 'Linked' }).waitFor();
    await visible(person, /Demo Company \(UK\) is now linked/);
    await visible(person, /Your books have been read/);
    expect(new URL(person.url()).search).toBe('');

    await person.goto(linkUrl);
    await visible(person, /is already linked/);
  }, 120_000);

  it('shows the pulled records in a table', async () => {
    await operator.reload();
    await visible(operator, 'Demo Company (UK)');
    await operator.getByRole('tab', { name: 'Data' }).click();
    const table = operator.getByRole('table', { name: 'Invoices' });
    await table.waitFor();
    const rows = await table.getByRole('row').count();
    expect(rows).toBeGreaterThan(10);
    await operator.getByRole('tab', { name: 'History' }).click();
    await visible(operator, 'Complete');
  }, 120_000);

  it('counts the connection against the limit of the app', async () => {
    await link(operator, 'Accounting').click();
    await visible(operator, /Connections used: 1 (out )?of 25/);
    await operator.getByRole('link', { name: /^Manage/ }).waitFor();
  }, 120_000);

  it('gives the browser nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});
