import { describeInBrowser } from '#test/chromium';
import { button, heading, logInAtXero, PageTour } from '#test/page-tour';
import type { Locator, Page } from 'playwright-core';

const patienceMs = 180_000;

/** Each would leave an element, set the canary or open a dialog if any page took it for markup. `who` tells them apart. */
const hostile = (who: string) =>
  `${who}"'><img data-hostile src=x onerror=alert(1)><script data-hostile>globalThis.canary=1</script><svg data-hostile onload=globalThis.canary=2>`;

/** Runs in the page: what hostile text has brought about there. */
const damage = '({ canary: globalThis.canary ?? null, injected: document.querySelectorAll("[data-hostile]").length })';

describeInBrowser('names that try to be markup', (launch) => {
  let tour: PageTour;
  let person: Page;
  let operator: Page;
  let companyId: string;
  let organisations: { tenantId: string; name: string }[];
  const dialogs: string[] = [];

  beforeAll(async () => {
    tour = await PageTour.start(launch, { SIMULATOR_INVOICES: '60', SIMULATOR_CONSENT: 'several' });
    await tour.client.enableXero('core');
    ({ id: companyId } = await tour.client.api<{ id: string }>('POST', '/companies', {
      name: hostile('Company'), description: hostile('Description'), tags: { '<b data-hostile>': '<img data-hostile src=x onerror=alert(1)>' },
    }));
    // The API strips names, so these come in behind its back.
    await tour.database.query('update company set name = $1', [hostile('Company')]);
    await tour.database.query('update operator set name = $1', [hostile('Operator')]);
    await tour.database.query('update portal_user set name = $1', [hostile('User')]);
    organisations = await tour.control('GET', '/organisations');
    person = await tour.newPerson();
    operator = await tour.newPerson();
    for (const page of [person, operator]) {
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
    }
  }, patienceMs);

  afterAll(() => tour?.stop(), patienceMs);

  /** The text stands there letter for letter, and nothing came of it. */
  async function isText(page: Page, within: Page | Locator, text: string): Promise<void> {
    await within.getByText(text).first().waitFor();
    expect(await page.evaluate(damage)).toEqual({ canary: null, injected: 0 });
  }

  it('are text on the pages of Link', async () => {
    for (const { tenantId, name } of organisations) {
      await tour.control('PATCH', `/organisations/${tenantId}`, { name: hostile(name) });
    }
    await tour.offerSeveral(person);
    await tour.open(person, `/link/company/${companyId}`);
    await isText(person, person, hostile('Operator'));
    await isText(person, person.getByRole('heading', { level: 1 }), hostile('Company'));
    expect(await person.title()).toContain(hostile('Company'));
    await button(person, 'Continue').click();
    await logInAtXero(person, 'accountant@example.com');
    for (const box of await person.getByRole('checkbox').all()) await box.check();
    await button(person, 'Allow access').click();
    await heading(person, /Which organisation/);
    await isText(person, person, hostile('Harbour Bakery Ltd'));
    await person.getByRole('radio', { name: /^Harbour/ }).check();
    await button(person, 'Continue').click();
    await heading(person, 'Linked');
    await isText(person, person, hostile('Harbour Bakery Ltd'));
    await tour.open(person, `/link/company/${companyId}`);
    await isText(person, person, `${hostile('Company')} is already linked`);
    await tour.open(person, `/link/ended?reason=${encodeURIComponent(hostile('Reason'))}`);
    await heading(person, 'Your books were not linked');
    await isText(person, person, 'Something went wrong on the way');
  }, patienceMs);

  it('are text in the portal\'s frame and among the companies', async () => {
    await tour.open(operator, '/companies');
    await tour.signIn(operator);
    await isText(operator, operator.getByRole('banner'), hostile('Operator'));
    await isText(operator, operator.getByRole('banner'), hostile('User'));
    await isText(operator, operator.getByRole('table', { name: 'Companies' }), hostile('Company'));
    await operator.getByLabel('Search companies').fill(hostile('Nobody'));
    await isText(operator, operator, hostile('Nobody'));
    await tour.open(operator, `/companies/${companyId}`);
    await isText(operator, operator.getByRole('heading', { level: 1 }), hostile('Company'));
    await isText(operator, operator.getByRole('tabpanel'), hostile('Harbour Bakery Ltd'));
    await button(operator, 'More actions').click();
    await operator.getByRole('menuitem', { name: 'Delete company' }).click();
    await isText(operator, operator.getByRole('dialog'), hostile('Company'));
    await button(operator, 'Cancel').click();
  }, patienceMs);

  it('are text in the table of records and in the drawer', async () => {
    await tour.client.untilPulled(companyId);
    const { tenantId } = organisations.find(({ name }) => name.startsWith('Harbour'))!;
    const rows = <T>(kind: string) => tour.control<T[]>('GET', `/organisations/${tenantId}/truth/${kind}`);
    const [contact] = await rows<{ id: string }>('contacts');
    const invoice = (await rows<{ id: string; type: string; status: string }>('invoices')).find(({ type, status }) => type === 'ACCREC' && status === 'AUTHORISED')!;
    await tour.control('POST', `/organisations/${tenantId}/edits`, [
      { kind: 'contact.rename', id: contact.id, value: hostile('Contact') },
      { kind: 'invoice.renumber', id: invoice.id, value: hostile('Number') },
    ]);
    await tour.client.api('POST', `/companies/${companyId}/data/all`);
    await tour.client.untilPulled(companyId);
    await opens(operator, 'invoices', 'invoiceNumber', 'Number');
    const { totalResults } = await tour.client.api<{ totalResults: number }>('GET', `/companies/${companyId}/data/customers?query=${encodeURIComponent('customerName~Contact')}`);
    await (totalResults > 0 ? opens(operator, 'customers', 'customerName', 'Contact') : opens(operator, 'suppliers', 'supplierName', 'Contact'));
  }, patienceMs);

  /** Finds the record by its hostile name, in the table and in the drawer. */
  async function opens(page: Page, dataType: string, property: string, who: string): Promise<void> {
    await tour.open(page, `/companies/${companyId}?tab=data&dataType=${dataType}`);
    await page.getByRole('textbox', { name: 'Filter' }).fill(`${property}~${who}`);
    await button(page, 'Filter').click();
    await button(page.getByRole('table'), hostile(who)).click();
    await isText(page, page.getByRole('table', { includeHidden: true }), hostile(who));
    await isText(page, page.getByRole('dialog'), hostile(who));
    await isText(page, page.getByRole('region', { name: 'Record as JSON' }), JSON.stringify(hostile(who)));
  }

  it('open no dialog and give the browser nothing to complain about', () => {
    expect(dialogs).toEqual([]);
    expect(tour.complained()).toEqual([]);
  });
});
