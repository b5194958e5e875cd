import { describeInBrowser } from '#test/chromium';
import type { WireCompany } from '#test/operator-client';
import { button, heading, link, logInAtXero, PageTour, shows } from '#test/page-tour';
import type { LinkReason } from '#connections/link-reasons';
import type { Page } from 'playwright-core';

/** For one test: it looks at many pages, and the machine may be busy. */
const patienceMs = 300_000;
const nowhere = '019b0000-0000-7000-8000-000000000000';

/** Typed by the server's own reasons: a new one needs words on the pages, and a line here. */
const endings: Record<LinkReason | 'replayed' | 'wrongBrowser' | 'unknown', RegExp> = {
  refused: /did not give access/,
  limitReached: /No more organisations/,
  busy: /free places/,
  alreadyLinked: /organisation is already linked/,
  companyLinked: /Books are linked already/,
  otherOrganisation: /another organisation than before/,
  noOrganisation: /No organisation was chosen/,
  integrationDisabled: /cannot be linked at present/,
  expired: /took too long/,
  keysChanged: /start once more/,
  providerError: /did not answer as expected/,
  replayed: /already done/,
  wrongBrowser: /browser where you started/,
  unknown: /do not know this link/,
};

describeInBrowser('every page of Link, in light and dark, on a desk and on a phone', (launch) => {
  let tour: PageTour;
  let person: Page;
  let companyId: string;

  beforeAll(async () => {
    tour = await PageTour.start(launch, { SIMULATOR_INVOICES: '60', SIMULATOR_CONSENT: 'several' });
    await tour.client.enableXero('core');
    companyId = (await tour.client.createCompany('Grünwald & Sons, Kunsthandwerkergenossenschaftsvertriebsgesellschaft')).id;
    person = await tour.newPerson();
  }, patienceMs);

  afterAll(() => tour?.stop(), patienceMs);

  it('linking, and how it stops', async () => {
    await tour.open(person, `/link/company/${companyId}`);
    await heading(person, /^Link the books of/);
    await tour.audit(person, 'link page', button(person, 'Continue'));
    await button(person, 'Continue').click();
    await person.getByLabel('Email address').waitFor();
    const { rows } = await tour.database.query<{ id: string }>('select id from link_attempt');
    const attempt = `/link/attempts/${rows[0].id}`;
    await tour.open(person, attempt);
    await heading(person, 'Waiting for your consent');
    await tour.audit(person, 'attempt that waits', link(person, 'Start again'));
    await tour.database.query('update link_attempt set grant_id = app_id');
    await heading(person, 'Access was given');
    await tour.audit(person, 'attempt that is being settled');
    const stranger = await tour.newPerson();
    await tour.open(stranger, attempt);
    await heading(stranger, endings.wrongBrowser);
    await tour.database.query(`update link_attempt set expires_at = now() - interval '1 minute'`);
    await person.reload();
    await heading(person, endings.expired);
    await tour.audit(person, 'attempt that took too long', link(person, 'Try again'));
    await link(person, 'Try again').click();
    await button(person, 'Continue').click();
    await logInAtXero(person, 'demo@example.com');
    await button(person, 'Cancel').click();
    await heading(person, endings.refused);
    await tour.audit(person, 'consent refused', link(person, 'Try again'));
    for (const address of [`/link/company/${nowhere}`, `/link/connections/${nowhere}/start`]) {
      await tour.open(person, address);
      await heading(person, endings.unknown);
      await tour.audit(person, `link that leads nowhere: ${address}`);
    }
    for (const [reason, words] of Object.entries(endings)) {
      await tour.open(person, `/link/ended?reason=${reason}`);
      await heading(person, words);
      await tour.audit(person, `ended: ${reason}`);
    }
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('linking, and its success', async () => {
    await tour.open(person, `/link/company/${companyId}`);
    await button(person, 'Continue').click();
    await button(person, 'Allow access').click();
    await heading(person, 'Linked');
    await shows(person, 'Your books have been read');
    await tour.audit(person, 'linked');
    await tour.open(person, `/link/company/${companyId}`);
    await heading(person, /is already linked/);
    await tour.audit(person, 'link page of a linked company');
    const { dataConnections } = await tour.client.api<WireCompany>('GET', `/companies/${companyId}`);
    await tour.client.api('PATCH', `/companies/${companyId}/connections/${dataConnections[0].id}`, { status: 'Unlinked' });
    await tour.open(person, `/link/company/${companyId}`);
    await heading(person, /^Link .* again$/);
    await tour.audit(person, 'link page for a second time', button(person, 'Continue'));
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('a connection\'s own address: a page first, then the consent, and the same to renew it', async () => {
    const { id } = await tour.client.createCompany('Zebra & Söhne');
    const { linkUrl } = await tour.client.api<{ linkUrl: string }>('POST', `/companies/${id}/connections`, { platformKey: 'gbol' });
    const owner = await tour.newPerson();
    await tour.open(owner, linkUrl);
    await heading(owner, /^Link the books of Zebra/);
    await tour.audit(owner, 'link page of a connection', button(owner, 'Continue'));
    const attempts = () => tour.database.query('select 1 from link_attempt where company_id = $1', [id]);
    expect((await attempts()).rowCount).toBe(0);
    // The keyboard alone is enough.
    await button(owner, 'Continue').focus();
    await owner.keyboard.press('Enter');
    await logInAtXero(owner, 'demo@example.com');
    await button(owner, 'Cancel').click();
    await heading(owner, endings.refused);
    await link(owner, 'Try again').click();
    await heading(owner, /^Link the books of Zebra/);
    expect(new URL(owner.url()).pathname).toBe(new URL(linkUrl).pathname);
    await tour.database.query(`update connection set status = 'Linked', organisation_id = 'z', organisation_name = 'Zebra books' where company_id = $1`, [id]);
    await owner.reload();
    await shows(owner, 'Go on only if you were asked to give access again');
    await tour.audit(owner, 'link page of a linked connection', button(owner, 'Continue'));
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('a consent that covers several organisations, and a pull that is going on', async () => {
    const { id } = await tour.client.createCompany('Abacus');
    const accountant = await tour.newPerson();
    await tour.offerSeveral(accountant);
    await tour.open(accountant, `/link/company/${id}`);
    await button(accountant, 'Continue').click();
    await logInAtXero(accountant, 'accountant@example.com');
    for (const box of await accountant.getByRole('checkbox').all()) await box.check();
    await button(accountant, 'Allow access').click();
    await heading(accountant, /Which organisation/);
    await tour.audit(accountant, 'choosing an organisation', button(accountant, 'Continue'));
    await button(accountant, 'Continue').click();
    await shows(accountant, 'Choose one organisation');
    await tour.audit(accountant, 'choosing an organisation with a fault', button(accountant, 'Continue'));
    await tour.control('POST', '/faults', { kind: 'throttled', path: '^/api.xro', times: null, retryAfterSeconds: 3600 });
    await accountant.getByRole('radio').first().check();
    await button(accountant, 'Continue').click();
    await shows(accountant, 'Reading your books');
    await tour.audit(accountant, 'linked, being read');
    const operator = await tour.newPerson();
    await tour.open(operator, `/companies/${id}`);
    await tour.signIn(operator);
    await shows(operator, 'Pulling data');
    await tour.audit(operator, 'pull in progress');
    await tour.database.query(`update connection set status = 'Deauthorized' where company_id = $1`, [id]);
    await operator.reload();
    await shows(operator, 'one new consent repairs this connection');
    await tour.audit(operator, 'deauthorized connection');
    await tour.open(accountant, `/link/company/${id}`);
    await button(accountant, 'Continue').waitFor();
    await tour.client.session.call('PUT', `${tour.platform.portalUrl}/portal/api/integrations/gbol/enabled`, { enabled: false });
    await button(accountant, 'Continue').click();
    await accountant.getByRole('alert').waitFor();
    await tour.audit(accountant, 'link refused', button(accountant, 'Continue'));
    await accountant.reload();
    await heading(accountant, endings.integrationDisabled);
    await tour.audit(accountant, 'link page without a platform');
    expect(tour.found()).toEqual([]);
  }, patienceMs);

  it('gives the browser nothing to complain about', () => {
    expect(tour.complained()).toEqual([]);
  });
});
