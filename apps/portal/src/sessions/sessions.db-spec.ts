import { origin, person, sessionOf, usePortal } from '#test/portal-app';

describe('sessions of the portal', () => {
  const { send, signIn, signedIn } = usePortal();

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
});
