import { apiKey, basic, origin, usePortal } from '#test/portal-app';
import type { InjectOptions } from 'fastify';

describe('the HTTP edge', () => {
  const portal = usePortal();
  const { send, signedIn } = portal;

  it('challenges programs that sent a wrong key, and never a browser, which would ask the person for a user name', async () => {
    const wrong = await send({ url: '/api/companies', headers: { authorization: basic('wrong') } });
    expect([wrong.statusCode, wrong.headers['www-authenticate']]).toEqual([401, 'Basic']);
    for (const url of ['/api/companies', '/portal/api/session', '/portal/api/integrations']) {
      const response = await send({ url, headers: { cookie: 'lb_session=ended' } });
      expect([url, response.statusCode, response.headers['www-authenticate']]).toEqual([url, 401, undefined]);
    }
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
      [405, { method: 'PUT', url: '/portal/api/session', headers: { origin }, payload: {} }],
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
      expect(response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining("frame-ancestors 'none'") });
      expect(response.body).not.toContain('canary');
    });
  });

  it.each<[string, string, string]>([
    ['DELETE', '/api/companies', 'POST, GET, HEAD'],
    ['GET', '/portal/api/sessions', 'DELETE'],
    ['OPTIONS', '/portal/api/integrations/gbol?x=1', 'GET, HEAD, PUT'],
    ['DELETE', '/link/api/attempts/x', 'GET, HEAD'],
    ['POST', '/api/openapi.json', 'GET, HEAD'],
  ])('says which methods an address has to one that it has not: %s %s', async (method, url, allowed) => {
    const { statusCode, headers, body } = await send({ method, url });
    expect([statusCode, headers.allow?.toString().split(', ').sort()]).toEqual([405, allowed.split(', ').sort()]);
    expect(JSON.parse(body)).toMatchObject({ statusCode: 405, service: 'PublicApi', canBeRetried: 'False' });
  });

  describe('on every route', () => {
    /** From the router itself, so that a new route cannot be left out. */
    const routes = () => {
      const parents: string[] = [];
      return portal.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }).split('\n').flatMap((line) => {
        const [, indent, part, methods] = /^(.*)── (\S*)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
        if (indent === undefined || part === undefined) return [];
        const depth = Math.floor(indent.length / 4);
        const path = (parents[depth - 1] ?? '') + part;
        parents[depth] = path;
        return (methods?.split(', ') ?? []).map((method) => ({ method: method as 'GET', path }));
      });
    };
    const addressOf = (path: string) => path.replace(/:\w+/g, 'x').replace('*', '/x').replace('//', '/');
    const answers = async (headers: Record<string, string>) => {
      const given: Awaited<ReturnType<typeof send>>[] = [];
      for (const { method, path } of routes()) given.push(await send({ method, url: addressOf(path), headers }));
      return given;
    };
    const open = /^\/?(\*$|health\/|link\/|oauth\/|portal\/api\/session$|webhooks\/|api\/docs|api\/openapi\.json|assets\/)/;

    it('finds the routes', () => {
      const found = routes().map(({ method, path }) => `${method} ${path}`);
      expect(found).toEqual(expect.arrayContaining(['PUT /portal/api/integrations/:key', 'GET /oauth/xero/:appId/callback', 'POST /api/companies']));
      expect(found.length).toBeGreaterThan(30);
    });

    it('sends security headers and never a fault of ours, and keeps answers with data out of caches', async () => {
      const visitors: Record<string, string>[] = [{}, { authorization: basic(apiKey) }, await signedIn()];
      for (const headers of visitors) {
        for (const { headers: sent, statusCode, raw: { req } } of await answers(headers)) {
          expect([req.method, req.url, sent]).toEqual([req.method, req.url, expect.objectContaining({
            'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY',
            'x-correlation-id': expect.stringMatching(/^[0-9a-f]{32}$/),
            'content-security-policy': expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'/),
          })]);
          expect(sent['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
          if (!req.url?.startsWith('/api/docs')) expect([req.url, sent['cache-control']]).toEqual([req.url, expect.stringMatching(/^no-(store|cache)$/)]);
          expect([req.method, req.url, statusCode < 500]).toEqual([req.method, req.url, true]);
        }
      }
    });

    it('asks for credentials, but for the few that are meant for everybody', async () => {
      for (const { path, method } of routes().filter(({ path: each }) => !open.test(each))) {
        const { statusCode } = await send({ method, url: addressOf(path) });
        expect([method, path, statusCode]).toEqual([method, path, 401]);
      }
    });

    it('is closed to people who are not administrators, from their next request on', async () => {
      const headers = await signedIn();
      const { operator } = (await send({ url: '/portal/api/session', headers })).json<{ operator: { id: string } }>();
      const setRole = (role: string) => portal.database.tenants.sql(operator.id, (client) => client.query('update portal_user set role = $1', [role]));
      await setRole('Developer');
      try {
        for (const { path, method } of routes().filter(({ path: each }) => !open.test(each))) {
          const { statusCode, body } = await send({ method, url: addressOf(path), headers });
          expect([method, path, statusCode, body]).toEqual([method, path, 403, expect.stringMatching(/role|^$/)]);
        }
      } finally {
        await setRole('Administrator');
      }
    });
  });
});
