import { apiKey, basic, usePortal } from '#test/portal-app';

describe('the portal', () => {
  const { send, signedIn } = usePortal();

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

    it('ask for the journals of the ledger only on a tier that has them, and once Xero has approved it', async () => {
      const asks = async (payload: object) => (await put({ ...await keys(), ...payload })).json<{ scopes: string[] }>().scopes.includes('accounting.journals.read');
      expect(await get()).toMatchObject({ journals: false, tiers: expect.arrayContaining([expect.objectContaining({ key: 'advanced', journals: true })]) });
      expect(await asks({ tier: 'advanced' })).toBe(false);
      expect(await asks({ tier: 'advanced', journals: true })).toBe(true);
      expect(await asks({ tier: 'advanced' })).toBe(true);
      expect(await asks({ tier: 'plus' })).toBe(false);
      expect((await put({ ...await keys(), journals: 'yes' })).json()).toMatchObject({ validation: { errors: [{ itemId: 'journals' }] } });
    });

    it('let consumers write only once the operator says so', async () => {
      const writes = async (payload: object) => (await put({ ...await keys(), ...payload })).json<{ writes: boolean }>().writes;
      expect(await writes({})).toBe(false);
      expect(await writes({ writes: true })).toBe(true);
      expect(await writes({})).toBe(true);
      expect(await writes({ writes: false })).toBe(false);
      expect((await put({ ...await keys(), writes: 'yes' })).json()).toMatchObject({ validation: { errors: [{ itemId: 'writes' }] } });
    });

    it('are not found under another key', async () => {
      for (const key of ['xxxx', '__proto__', 'constructor', '%F0%9F%A7%BE', "gbol'--"]) {
        expect((await send({ url: `/portal/api/integrations/${key}`, headers: await signedIn() })).statusCode).toBe(404);
      }
    });
  });
});
