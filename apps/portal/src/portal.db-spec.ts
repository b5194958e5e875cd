import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FirstOperator } from '#operators/first-operator';
import { parseEnv } from '#platform/env';
import { createLogger } from '#platform/logger';
import { prepareQueue } from '#queue/prepare-queue';
import { testDatabase, type TestDatabase, testRootKey } from '#test/database';
import type { InjectOptions } from 'fastify';
import { createPortal } from './portal.js';

const origin = 'http://localhost:3000';
const apiKey = 'a-key-for-tests-0123456789';
const person = { email: 'ada@example.com', password: 'correct horse battery' };
const basic = (key: string) => `Basic ${Buffer.from(key).toString('base64')}`;

describe('the portal', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await testDatabase();
    await prepareQueue(database.ownerUrl);
    const settings = { ...parseEnv({ DATABASE_URL: database.appUrl, ENCRYPTION_KEY: testRootKey, PUBLIC_URL: origin }), databaseUrl: database.appUrl };
    app = await createPortal({ settings, logger: createLogger('portal', 'silent'), webFolder: undefined });
    await app.get(FirstOperator).ensure({ publicUrl: origin, adminEmail: person.email, adminPassword: person.password, apiKey });
  }, 60_000);

  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  beforeEach(() => database.pool.query('delete from login_throttle'));

  const send = (options: InjectOptions) => app.inject(options);

  const signIn = async (credentials: object = person, headers: Record<string, string> = { origin }) =>
    send({ method: 'POST', url: '/portal/api/session', headers, payload: credentials });

  const sessionOf = (response: { cookies: { name: string; value: string }[] }) => response.cookies.find(({ name }) => name === 'lb_session')?.value;

  const signedIn = async () => ({ cookie: `lb_session=${sessionOf(await signIn())}`, origin });

  describe('signing in', () => {
    it('gives a session that scripts and other sites cannot use', async () => {
      const response = await signIn();
      expect(response.statusCode).toBe(200);
      expect(response.json()).toEqual({
        user: { email: 'ada@example.com', name: 'Administrator', role: 'Administrator' },
        operator: { id: expect.any(String), name: 'Ledgerbridge' },
      });
      expect(response.headers['set-cookie']).toMatch(/^lb_session=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
      expect(response.body).not.toContain(sessionOf(response));
    });

    it('answers a wrong password and an unknown address alike', async () => {
      const wrong = await signIn({ ...person, password: 'wrong' });
      const unknown = await signIn({ email: 'eve@example.com', password: 'wrong' });
      expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
      const { correlationId: one, ...wrongBody } = wrong.json();
      const { correlationId: other, ...unknownBody } = unknown.json();
      expect(wrongBody).toEqual(unknownBody);
      expect(one).not.toBe(other);
      expect(wrong.headers['set-cookie']).toBeUndefined();
    });

    it('names the fields that are missing or not text', async () => {
      for (const body of [{}, { email: 1, password: [] }, { email: ' ', password: '' }, []]) {
        const response = await signIn(body);
        expect(response.statusCode).toBe(400);
      }
      const { validation } = (await signIn({})).json();
      expect(validation.errors.map(({ itemId }: { itemId: string }) => itemId)).toEqual(['email', 'password']);
    });

    it('takes no session id from outside, and ends the one that the browser came with', async () => {
      const planted = 'A'.repeat(43);
      const first = await signIn(person, { origin, cookie: `lb_session=${planted}` });
      expect(sessionOf(first)).not.toBe(planted);
      const second = await signIn(person, { origin, cookie: `lb_session=${sessionOf(first)}` });
      const ask = async (id?: string) => (await send({ url: '/portal/api/session', headers: { cookie: `lb_session=${id}` } })).statusCode;
      expect([await ask(planted), await ask(sessionOf(first)), await ask(sessionOf(second))]).toEqual([401, 401, 200]);
    });

    it('is refused for a while after ten failures', async () => {
      for (let count = 0; count < 10; count += 1) expect((await signIn({ ...person, password: 'wrong' })).statusCode).toBe(401);
      const response = await signIn();
      expect(response.statusCode).toBe(429);
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
      expect(response.json()).toMatchObject({ canBeRetried: 'True' });
    });

    it('ends by signing out', async () => {
      const headers = await signedIn();
      const response = await send({ method: 'DELETE', url: '/portal/api/session', headers });
      expect([response.statusCode, response.body]).toEqual([204, '']);
      expect(response.headers['set-cookie']).toMatch(/^lb_session=;/);
      expect((await send({ url: '/portal/api/session', headers })).statusCode).toBe(401);
    });

    it('ends in all browsers on request', async () => {
      const [one, two] = [await signedIn(), await signedIn()];
      expect((await send({ method: 'DELETE', url: '/portal/api/sessions', headers: one })).statusCode).toBe(204);
      expect((await send({ url: '/portal/api/session', headers: two })).statusCode).toBe(401);
    });
  });

  describe('a change from another site', () => {
    it.each<[string, Record<string, string>]>([
      ['another origin', { origin: 'https://evil.example.com' }],
      ['a sandboxed page', { origin: 'null' }],
      ['another site by the browser\'s word', { origin, 'sec-fetch-site': 'cross-site' }],
      ['a sibling domain', { 'sec-fetch-site': 'same-site' }],
      ['no page at all', {}],
    ])('is refused: %s', async (_, headers) => {
      const { cookie } = await signedIn();
      const response = await send({ method: 'PUT', url: '/portal/api/integrations/gbol/enabled', headers: { ...headers, cookie }, payload: { enabled: true } });
      expect(response.statusCode).toBe(403);
      expect((await signIn(person, headers)).statusCode).toBe(403);
    });

    it('is refused as a form, which needs no leave from the browser', async () => {
      for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
        const response = await send({ method: 'POST', url: '/portal/api/session', headers: { origin, 'content-type': type }, payload: JSON.stringify(person) });
        expect(response.statusCode).toBe(415);
        expect(response.json()).toMatchObject({ statusCode: 415, service: 'PublicApi' });
      }
    });
  });

  describe('integrations', () => {
    const settingsUrl = '/portal/api/integrations/gbol';
    const keys = async () => ({ clientId: 'ABCDEF', clientSecret: 'canary-secret-of-the-app', tier: (await get()).tier });
    const get = async () => (await send({ url: settingsUrl, headers: await signedIn() })).json();
    const put = async (payload: object, url = settingsUrl) => send({ method: 'PUT', url, headers: await signedIn(), payload });

    it('are for signed-in people only', async () => {
      for (const headers of [{}, { authorization: basic(apiKey) }, { cookie: 'lb_session=x' }]) {
        for (const url of ['/portal/api/integrations', settingsUrl]) {
          expect((await send({ url, headers })).statusCode).toBe(401);
        }
      }
    });

    it('show the redirect URI and the tiers before there are keys, and cannot be enabled then', async () => {
      expect(await get()).toMatchObject({
        key: 'gbol', configured: false, enabled: false, clientId: null, hasSecret: false,
        redirectUri: expect.stringMatching(/^http:\/\/localhost:3000\/oauth\/xero\/[0-9a-f-]{36}\/callback$/),
        connections: { used: 0, limit: 25 },
      });
      const response = await put({ enabled: true }, `${settingsUrl}/enabled`);
      expect([response.statusCode, response.json().code]).toEqual([409, 'notConfigured']);
    });

    it('refuse keys with spaces, naming the field, and store nothing then', async () => {
      const response = await put({ ...await keys(), clientId: 'ABC DEF', clientSecret: 'x y' });
      expect(response.statusCode).toBe(400);
      expect(response.json().validation.errors).toEqual([
        { itemId: 'clientId', message: 'The client ID must not contain spaces.', validatorName: 'Invalid' },
        { itemId: 'clientSecret', message: 'The client secret must not contain spaces.', validatorName: 'Invalid' },
      ]);
      expect(await get()).toMatchObject({ configured: false });
    });

    it.each([{}, { clientId: 1 }, { clientId: 'A', clientSecret: null, tier: 'x' }, { clientId: 'A', clientSecret: 'b', tier: 'x', enabled: true }, [], 'text', 5])(
      'refuse %j',
      async (payload) => {
        const response = await send({ method: 'PUT', url: settingsUrl, headers: { ...await signedIn(), 'content-type': 'application/json' }, payload: JSON.stringify(payload) });
        expect(response.statusCode).toBe(400);
      },
    );

    it('keep the secret to themselves', async () => {
      const answers = [
        await put(await keys()),
        await put({ ...await keys(), tier: 'gold' }),
        await put({ enabled: true }, `${settingsUrl}/enabled`),
        await send({ url: settingsUrl, headers: await signedIn() }),
        await send({ url: '/portal/api/integrations', headers: await signedIn() }),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 400, 200, 200, 200]);
      expect(answers[0].json()).toMatchObject({ configured: true, hasSecret: true, clientId: 'ABCDEF', enabled: false });
      expect(answers[4].json().results).toEqual([expect.objectContaining({ key: 'gbol', configured: true, enabled: true })]);
      for (const { body, headers } of answers) expect(body + JSON.stringify(headers)).not.toContain('canary-secret');
    });

    it('are not found under another key', async () => {
      for (const key of ['xxxx', '__proto__', 'constructor', '%F0%9F%A7%BE', "gbol'--"]) {
        expect((await send({ url: `/portal/api/integrations/${key}`, headers: await signedIn() })).statusCode).toBe(404);
      }
    });
  });

  describe('health', () => {
    it('is live, and ready when database and queue are', async () => {
      for (const url of ['/health/live', '/health/ready']) {
        const response = await send({ url });
        expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok' }]);
      }
    });
  });

  describe('hostile requests', () => {
    it.each<[number, InjectOptions]>([
      [400, { url: '/portal/api/%E0%A4%A' }],
      [400, { url: '/portal/api/integrations/%00' }],
      [400, { url: '/api/companies?query=%00' }],
      [404, { url: `/portal/api/integrations/${'x'.repeat(600)}` }],
      [404, { url: '/portal/api/nothing?token=canary' }],
      [404, { method: 'PUT', url: '/portal/api/session', headers: { origin }, payload: {} }],
      [400, { method: 'POST', url: '/portal/api/session', headers: { origin, 'content-type': 'application/json' }, payload: '{"email":' }],
      [400, { method: 'POST', url: '/portal/api/session', headers: { origin, 'content-type': 'application/json' }, payload: '[['.repeat(50_000) }],
      [400, { method: 'POST', url: '/portal/api/session', headers: { origin, 'content-type': 'application/json' }, payload: '{"email":"a\\u0000","password":"b"}' }],
      [400, { method: 'POST', url: '/portal/api/session', headers: { origin, 'content-type': 'application/json' }, payload: '{"__proto__":{"a":1}}' }],
      [413, { method: 'POST', url: '/portal/api/session', headers: { origin, 'content-type': 'application/json' }, payload: `"${'x'.repeat(1_100_000)}"` }],
      [415, { method: 'POST', url: '/portal/api/session', headers: { origin, 'content-type': 'application/xml' }, payload: '<a/>' }],
      [401, { url: '/portal/api/integrations', headers: { cookie: `lb_session=${'%'.repeat(5000)}` } }],
    ])('get %i in the envelope', async (status, options) => {
      const response = await send(options);
      expect(response.statusCode).toBe(status);
      expect(response.headers['content-type']).toMatch(/^application\/json/);
      expect(response.json()).toEqual(expect.objectContaining({
        statusCode: status, service: 'PublicApi', error: expect.any(String), correlationId: response.headers['x-correlation-id'],
        canBeRetried: 'False', detailedErrorCode: 0,
      }));
      expect(response.json().correlationId).toMatch(/^[0-9a-f]{32}$/);
      expect(response.body).not.toContain('canary');
    });
  });

  it('sends its security headers with every kind of answer', async () => {
    const answers = await Promise.all([
      send({ url: '/' }), send({ url: '/companies' }), send({ url: '/assets/missing.js' }), send({ url: '/health/live' }),
      send({ url: '/portal/api/session' }), send({ url: '/portal/api/nothing' }), send({ url: '/portal/api/%E0%A4%A' }),
      send({ url: '/link/attempts/x' }), signIn(), signIn({}), send({ url: '/link/api/companies/x' }), send({ url: '/link/connections/x/start' }),
      send({ url: '/oauth/xero/x/callback?code=c&state=s' }),
    ]);
    for (const { headers, raw } of answers) {
      expect([raw.req.url, headers]).toEqual([raw.req.url, expect.objectContaining({
        'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-correlation-id': expect.stringMatching(/^[0-9a-f]{32}$/),
        'content-security-policy': expect.stringMatching(/default-src '(self|none)'.*frame-ancestors 'none'/),
      })]);
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    }
    for (const { headers } of answers) expect(headers['cache-control']).toMatch(/^no-(store|cache)$/);
  });

  it('answers every other address with the web app, or says that it was not built', async () => {
    const response = await send({ url: '/companies/1?tab=data' });
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect([response.statusCode, response.body]).toEqual([503, expect.stringContaining('has not been built')]);
  });

});
