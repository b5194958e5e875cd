import { startSimulator, type RunningSimulator } from '../../../xero-simulator/src/testing/simulator.js';
import { Person } from '../../../xero-simulator/src/testing/person.js';
import { newId } from '#platform/ids';
import { apiKey, basic, origin, testPortal, type TestPortal } from '#test/portal-app';
import { Writable } from 'node:stream';
import { pino } from 'pino';

// Nothing here is slow; a busy machine is.
jest.setTimeout(60_000);

/** A browser at our link pages: its cookie, and what its pages call. */
class LinkBrowser {
  cookie = '';

  constructor(private readonly portal: () => TestPortal) {}

  async start(companyId: string, platformKey: unknown = 'gbol') {
    return this.keep(await this.send({ method: 'POST', url: `/link/api/companies/${companyId}/connections`, payload: { platformKey } }));
  }

  async comeBack(address: URL) {
    return this.send({ method: 'GET', url: address.pathname + address.search });
  }

  look(attemptId: string) {
    return this.send({ method: 'GET', url: `/link/api/attempts/${attemptId}` });
  }

  async send({ method, url, payload }: { method: 'GET' | 'POST'; url: string; payload?: object }) {
    const headers = { ...(this.cookie ? { cookie: this.cookie } : {}), ...(method === 'POST' ? { origin } : {}) };
    return this.keep(await this.portal().send({ method, url, headers, ...(payload ? { payload } : {}) }));
  }

  private keep<Answer extends { cookies: { name: string; value: string }[] }>(answer: Answer): Answer {
    const cookie = answer.cookies.find(({ name }) => name === 'lb_link');
    if (cookie) this.cookie = `lb_link=${cookie.value}`;
    return answer;
  }
}

describe('the link pages', () => {
  let portal: TestPortal;
  let simulator: RunningSimulator;
  let logged = '';

  beforeAll(async () => {
    simulator = await startSimulator({ SIMULATOR_LIMITS: 'off' });
    const logger = pino({ level: 'trace' }, new Writable({ write: (chunk, _, done) => { logged += String(chunk); done(); } }));
    portal = await testPortal({ xeroUrl: simulator.url, logger });
    const headers = await portal.signedIn();
    const { tier } = (await portal.send({ url: '/portal/api/integrations/gbol', headers })).json();
    const keys = { clientId: simulator.clientId, clientSecret: simulator.clientSecret, tier };
    await portal.send({ method: 'PUT', url: '/portal/api/integrations/gbol', headers, payload: keys });
  });

  afterAll(async () => {
    await portal?.stop();
    await simulator?.stop();
  });

  beforeEach(() => enable(true));

  const enable = async (enabled: boolean) =>
    portal.send({ method: 'PUT', url: '/portal/api/integrations/gbol/enabled', headers: await portal.signedIn(), payload: { enabled } });

  const company = async (name = 'Ltd'): Promise<string> =>
    (await portal.send({ method: 'POST', url: '/api/companies', headers: { authorization: basic(apiKey) }, payload: { name } })).json().id;

  const connectionOf = async (companyId: string) =>
    (await portal.send({ url: `/api/companies/${companyId}/connections`, headers: { authorization: basic(apiKey) } })).json().results[0];

  const createConnection = async (companyId: string): Promise<{ id: string; linkUrl: string }> =>
    (await portal.send({ method: 'POST', url: `/api/companies/${companyId}/connections`, headers: { authorization: basic(apiKey) }, payload: { platformKey: 'gbol' } })).json();

  /** A person with an organisation that no other test uses. */
  const personWithBooks = async () => {
    const email = `${newId()}@example.com`;
    await simulator.control('POST', 'people', { email, password: 'demo' });
    await simulator.control('POST', 'organisations', { name: `Books of ${email}`, invoices: 0, email });
    return new Person(simulator, email);
  };

  const secrets: string[] = [];
  const consent = async (person: Person, authorizeUrl: string) => {
    const back = await person.consent(undefined, Object.fromEntries(new URL(authorizeUrl).searchParams));
    secrets.push(back.searchParams.get('code')!, back.searchParams.get('state')!);
    return back;
  };
  const browser = () => new LinkBrowser(() => portal);
  const attemptOf = (location: unknown) => /^\/link\/attempts\/([0-9a-f-]{36})$/.exec(String(location))?.[1] ?? `none in ${String(location)}`;

  it('show whose books are asked for, and what can be connected', async () => {
    const id = await company('Grünwald & Sons');
    const response = await browser().send({ method: 'GET', url: `/link/api/companies/${id}` });
    expect(response.json()).toEqual({
      company: { id, name: expect.stringContaining('& Sons') },
      operator: { name: 'Ledgerbridge' },
      platforms: [{ key: 'gbol', name: 'Xero', logoUrl: '/assets/platforms/gbol.svg', available: true }],
      connection: null,
    });
  });

  it('link the organisation of the person\'s consent and show how far its pull is', async () => {
    const [id, ours, person] = [await company(), browser(), await personWithBooks()];
    const started = await ours.start(id);
    expect([started.statusCode, Object.keys(started.json())]).toEqual([200, ['authorizeUrl']]);
    expect(started.headers['set-cookie']).toMatch(/^lb_link=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
    const back = await ours.comeBack(await consent(person, started.json().authorizeUrl));
    expect([back.statusCode, back.body]).toEqual([302, '']);
    const attempt = (await ours.look(attemptOf(back.headers.location))).json();
    expect(attempt).toMatchObject({ status: 'linked', organisationName: `Books of ${person.email}`, company: { id }, operator: { name: 'Ledgerbridge' } });
    expect(attempt.progress.dataTypes).toEqual(expect.arrayContaining([{ dataType: 'invoices', status: 'Queued', progress: 0 }]));
    expect((await ours.send({ method: 'GET', url: `/link/api/companies/${id}` })).json().connection).toMatchObject({ status: 'Linked', platformName: 'Xero' });
    expect((await ours.start(id)).json()).toMatchObject({ statusCode: 409, code: 'companyLinked' });
  });

  it('take the answer of a consent once, from the browser that started it', async () => {
    const [id, ours, theirs, person] = [await company(), browser(), browser(), await personWithBooks()];
    const { authorizeUrl } = (await ours.start(id)).json();
    await theirs.start(await company());
    const back = await consent(person, authorizeUrl);
    for (const stranger of [browser(), theirs]) {
      expect((await stranger.comeBack(back)).headers.location).toBe('/link/ended?reason=wrongBrowser');
    }
    const first = await ours.comeBack(back);
    const attemptId = attemptOf(first.headers.location);
    expect((await ours.comeBack(back)).headers.location).toBe('/link/ended?reason=replayed');
    expect((await ours.look(attemptId)).json().status).toBe('linked');
    expect((await theirs.look(attemptId)).json()).toMatchObject({ statusCode: 403, code: 'wrongBrowser' });
    expect((await browser().look(attemptId)).statusCode).toBe(403);
    const choice = { method: 'POST' as const, url: `/link/api/attempts/${attemptId}/organisation`, payload: { organisationId: 'x' } };
    expect((await theirs.send(choice)).statusCode).toBe(403);
  });

  it('end clearly when the person says no, and can be started again', async () => {
    const [id, ours, person] = [await company(), browser(), await personWithBooks()];
    const { authorizeUrl } = (await ours.start(id)).json();
    const { html } = await person.open(Object.fromEntries(new URL(authorizeUrl).searchParams));
    const refused = new URL((await person.answer(html, 'cancel')).headers.get('location')!);
    const back = await ours.comeBack(refused);
    expect((await ours.look(attemptOf(back.headers.location))).json()).toMatchObject({ status: 'failed', reason: 'refused', message: expect.any(String) });
    expect(await connectionOf(id)).toMatchObject({ status: 'PendingAuth' });
    const again = await ours.comeBack(await consent(person, (await ours.start(id)).json().authorizeUrl));
    expect((await ours.look(attemptOf(again.headers.location))).json()).toMatchObject({ status: 'linked' });
  });

  it('end as expired when nobody came back in time', async () => {
    const [id, ours, person] = [await company(), browser(), await personWithBooks()];
    const { authorizeUrl } = (await ours.start(id)).json();
    const back = await consent(person, authorizeUrl);
    const operatorId = (await portal.database.directory.firstOperator())!;
    const { rows } = await portal.database.tenants.sql(operatorId, (client) => client.query<{ id: string }>(
      `update link_attempt set expires_at = now() - interval '1 second' where operator_id = $1 and company_id = $2 returning id`, [operatorId, id]));
    expect((await ours.look(rows[0].id)).json()).toMatchObject({ status: 'expired', reason: 'expired', message: expect.stringContaining('connection limit') });
    expect((await ours.comeBack(back)).headers.location).toBe('/link/ended?reason=expired');
    expect(await connectionOf(id)).toMatchObject({ status: 'PendingAuth' });
  });

  it('refuse an organisation that is linked to another company, without naming that company', async () => {
    const [first, second, person] = [await company('First Company'), await company(), await personWithBooks()];
    const ends = [];
    for (const id of [first, second]) {
      const ours = browser();
      const back = await ours.comeBack(await consent(person, (await ours.start(id)).json().authorizeUrl));
      ends.push((await ours.look(attemptOf(back.headers.location))).json());
    }
    expect(ends).toMatchObject([{ status: 'linked' }, { status: 'failed', reason: 'alreadyLinked' }]);
    expect(JSON.stringify(ends[1])).not.toContain('First Company');
  });

  it('ask which organisation is meant when a consent covers several', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { severalPerConsent: true });
    const person = await personWithBooks();
    await simulator.control('POST', 'organisations', { name: 'Second books', invoices: 0, email: person.email });
    const [id, ours] = [await company(), browser()];
    const parameters = Object.fromEntries(new URL((await ours.start(id)).json().authorizeUrl).searchParams);
    delete parameters['acr_values'];
    const { html } = await person.open(parameters);
    const both = [...html.matchAll(/name="organisation" value="([^"]+)"/g)].map((match) => match[1]);
    const back = await ours.comeBack(new URL((await person.answer(html, 'allow', both)).headers.get('location')!));
    const attemptId = attemptOf(back.headers.location);
    const { status, organisations } = (await ours.look(attemptId)).json();
    expect([status, organisations.map(({ name }: { name: string }) => name).sort()]).toEqual(['choosing', [`Books of ${person.email}`, 'Second books'].sort()]);
    const choose = (organisationId: unknown) =>
      ours.send({ method: 'POST', url: `/link/api/attempts/${attemptId}/organisation`, payload: { organisationId } });
    for (const wrong of [undefined, '', 5, [], '__proto__', newId()]) {
      const { statusCode } = await choose(wrong);
      expect([wrong, statusCode >= 400 && statusCode < 500]).toEqual([wrong, true]);
    }
    const chosen = organisations.find(({ name }: { name: string }) => name === 'Second books');
    expect((await choose(chosen.id)).json()).toMatchObject({ status: 'linked', organisationName: 'Second books' });
  });

  it('say before the consent that the app\'s limit is reached', async () => {
    const operatorId = (await portal.database.directory.firstOperator())!;
    const id = await company();
    const fill = (status: string) => portal.database.tenants.sql(operatorId, async (client) => {
      for (let count = 0; count < 25; count += 1) {
        const [companyId, organisation] = [newId(), newId()];
        await client.query('insert into company (operator_id, id, name) values ($1, $2, $3)', [operatorId, companyId, 'Full']);
        await client.query(`insert into connection (operator_id, id, company_id, platform_key, app_id, organisation_id, status)
          select $1, $2, $3, 'gbol', id, $4, $5 from app where operator_id = $1`, [operatorId, newId(), companyId, organisation, status]);
      }
    });
    await fill('Linked');
    try {
      const page = (await browser().send({ method: 'GET', url: `/link/api/companies/${id}` })).json();
      expect(page.platforms).toEqual([expect.objectContaining({ available: false, reason: 'limitReached', message: expect.any(String) })]);
      expect((await browser().start(id)).json()).toMatchObject({ statusCode: 409, code: 'limitReached' });
    } finally {
      await portal.database.tenants.sql(operatorId, (client) => client.query(`delete from company where operator_id = $1 and name = 'Full'`, [operatorId]));
    }
  });

  it('offer nothing while the integration is off', async () => {
    const id = await company();
    await enable(false);
    expect((await browser().send({ method: 'GET', url: `/link/api/companies/${id}` })).json().platforms).toEqual([]);
    expect((await browser().start(id)).json()).toMatchObject({ statusCode: 409, code: 'integrationDisabled' });
  });

  it('show at a connection\'s own address what the company\'s page shows, and start there when the person says so', async () => {
    const [id, ours, person] = [await company(), browser(), await personWithBooks()];
    const { id: connectionId } = await createConnection(id);
    const page = () => ours.send({ method: 'GET', url: `/link/api/connections/${connectionId}` });
    expect((await page()).json()).toEqual({
      company: { id, name: 'Ltd' }, operator: { name: 'Ledgerbridge' },
      platforms: [expect.objectContaining({ key: 'gbol', available: true })],
      connection: { id: connectionId, status: 'PendingAuth', platformName: 'Xero', organisationName: null },
    });
    const again = () => ours.send({ method: 'POST', url: `/link/api/connections/${connectionId}/attempts` });
    for (const status of ['PendingAuth', 'Linked']) {
      expect((await page()).json()).toMatchObject({ connection: { status } });
      const back = await ours.comeBack(await consent(person, (await again()).json().authorizeUrl));
      expect((await ours.look(attemptOf(back.headers.location))).json()).toMatchObject({ status: 'linked', connectionId });
    }
    await enable(false);
    expect((await page()).json().platforms).toEqual([]);
    expect((await again()).json()).toMatchObject({ statusCode: 409, code: 'integrationDisabled' });
  });

  it('start nothing for whatever opens the address of a connection, and so end no attempt of the company', async () => {
    const [id, ours, person] = [await company(), browser(), await personWithBooks()];
    const { id: connectionId, linkUrl } = await createConnection(id);
    const { authorizeUrl } = (await ours.start(id)).json();
    for (const method of ['GET', 'HEAD'] as const) {
      for (const url of [new URL(linkUrl).pathname, `/link/api/connections/${connectionId}`, `/link/api/connections/${connectionId}/attempts`]) {
        const { headers } = await portal.send({ method, url });
        expect([url, headers['set-cookie'], headers['location']]).toEqual([url, undefined, undefined]);
      }
    }
    const back = await ours.comeBack(await consent(person, authorizeUrl));
    expect((await ours.look(attemptOf(back.headers.location))).json()).toMatchObject({ status: 'linked' });
  });

  it('refuse what nobody can have meant', async () => {
    const id = await company();
    for (const [method, url, payload] of [
      ['GET', '/link/api/companies/x'], ['GET', `/link/api/companies/${newId()}`], ['GET', '/link/api/attempts/x'], ['GET', `/link/api/attempts/${newId()}`],
      ['POST', '/link/api/companies/x/connections', { platformKey: 'gbol' }], ['POST', `/link/api/companies/${newId()}/connections`, { platformKey: 'gbol' }],
      ['POST', `/link/api/companies/${id}/connections`, { platformKey: 'xxxx' }], ['POST', `/link/api/companies/${id}/connections`, {}],
      ['POST', `/link/api/companies/${id}/connections`, { platformKey: ['gbol'] }], ['POST', `/link/api/companies/${id}/connections`, { platformKey: 'gbol', companyId: newId() }],
      ['GET', '/link/api/connections/x'], ['GET', `/link/api/connections/${newId()}`], ['GET', '/link/api/connections/%F0%9F%A7%BE'],
      ['POST', '/link/api/connections/x/attempts'], ['POST', `/link/api/connections/${newId()}/attempts`],
      ['POST', `/link/api/attempts/${newId()}/organisation`, { organisationId: 'x' }],
    ] as const) {
      const response = await browser().send({ method, url, ...(payload ? { payload } : {}) });
      expect([url, payload, response.statusCode >= 400 && response.statusCode < 500, response.json().service]).toEqual([url, payload, true, 'PublicApi']);
    }
    const foreign = await portal.send({ method: 'POST', url: `/link/api/companies/${id}/connections`, headers: { origin: 'https://evil.example.com' }, payload: { platformKey: 'gbol' } });
    expect(foreign.statusCode).toBe(403);
    expect(await connectionOf(id)).toBeUndefined();
  });

  it('answer any callback with a redirect to ourselves and an empty body', async () => {
    const appId = (await portal.send({ url: '/portal/api/integrations/gbol', headers: await portal.signedIn() })).json().redirectUri.split('/').at(-2);
    const ours = browser();
    await ours.start(await company());
    for (const path of [
      `${appId}/callback`, `${appId}/callback?code=x`, `${appId}/callback?state=x&code=y`, `${appId}/callback?state=x&state=y&code=z`,
      `${appId}/callback?state=${'x'.repeat(3000)}&code=y`, `${appId}/callback?error=access_denied`, `${appId}/callback?error=%0d%0aSet-Cookie:x&state=%ff`,
      `${appId}/callback?state=x&code=y&redirect=https://evil.example.com`, `${newId()}/callback?state=x&code=y`, 'x/callback?state=x&code=y',
    ]) {
      for (const visitor of [ours, browser()]) {
        const response = await visitor.send({ method: 'GET', url: `/oauth/xero/${path}` });
        expect([path, response.statusCode, response.body, response.headers.location]).toEqual([path, 302, '', expect.stringMatching(/^\/link\/ended\?reason=(unknown|wrongBrowser)$/)]);
        expect(response.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
      }
    }
  });

  it('leave no code, state, secret or cookie in the log', () => {
    expect(logged).toContain('/oauth/xero/');
    expect(secrets.length).toBeGreaterThan(10);
    for (const secret of [...secrets, simulator.clientSecret, 'lb_link', 'lb_session']) expect(logged).not.toContain(secret);
  });
});
