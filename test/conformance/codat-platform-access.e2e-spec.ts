import { newId } from '#platform/ids';
import { codatPlatform } from '#test/codat-sdks';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import type { CodatPlatform } from '@codat/platform';
import { ErrorMessage, SDKError } from '@codat/platform/sdk/models/errors/index.js';

/** Keys, access, profile and limits, with Codat's own SDK as its users have it. */
describe('@codat/platform', () => {
  let platform: RunningPlatform;
  let sdk: CodatPlatform;
  let companyId: string;

  beforeAll(async () => {
    platform = await startPlatform({ workers: 0 });
    await (await OperatorClient.signedIn(platform)).enableXero('core');
    sdk = codatPlatform(platform.portalUrl, platform.apiKey);
    companyId = (await sdk.companies.create({ name: 'Toft' })).id;
  }, 180_000);

  afterAll(() => platform?.stop(), 60_000);

  const refusal = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error);

  it('creates API keys that work at once, lists them, and deletes them', async () => {
    const made = await sdk.settings.createApiKey({ name: 'CI' });
    expect(made).toMatchObject({ name: 'CI', id: expect.any(String), createdDate: expect.any(String) });
    expect((await codatPlatform(platform.portalUrl, made.apiKey!).companies.list({})).totalResults).toBe(1);
    const { results } = await sdk.settings.listApiKeys();
    expect(results?.map((key) => key?.name)).toEqual(['First key', 'CI']);
    expect(results?.[1]?.apiKey).toBe(`${made.apiKey!.slice(0, 4)}…`);
    // The SDK wants a body on 204, which no answer can have: it deletes the key and throws.
    expect(await refusal(sdk.settings.deleteApiKey({ apiKeyId: made.id! }))).toBeInstanceOf(SDKError);
    expect((await sdk.settings.listApiKeys()).results).toHaveLength(1);
    expect(await refusal(codatPlatform(platform.portalUrl, made.apiKey!).companies.list({}))).toMatchObject({ statusCode: 401 });
  });

  it('gets an eleventh key, a long name and an unknown key refused as errors of its own', async () => {
    for (let i = 0; i < 9; i += 1) await sdk.settings.createApiKey({});
    const [tooMany, tooLong, unknown] = [
      await refusal(sdk.settings.createApiKey({})), await refusal(sdk.settings.createApiKey({ name: 'x'.repeat(51) })), await refusal(sdk.settings.deleteApiKey({ apiKeyId: newId() })),
    ];
    for (const error of [tooMany, tooLong, unknown]) expect(error).toBeInstanceOf(ErrorMessage);
    expect([tooMany, tooLong, unknown]).toMatchObject([{ statusCode: 409 }, { statusCode: 400 }, { statusCode: 404 }]);
  });

  it('gets tokens for a company and sets the origins that may use them', async () => {
    const { accessToken, expiresIn, tokenType } = await sdk.companies.getAccessToken({ companyId });
    expect([expiresIn, tokenType]).toEqual([86_400, 'Bearer']);
    expect(await sdk.connectionManagement.get({ companyId })).toEqual({ accessToken: expect.any(String) });
    const page = 'https://app.example.com';
    expect(await sdk.cors.set({ allowedOrigins: ['https://old.example.com'] })).toEqual({ allowedOrigins: ['https://old.example.com'] });
    expect(await sdk.settings.set({ allowedOrigins: [page] })).toEqual({ allowedOrigins: [page] });
    for (const origins of [await sdk.cors.get(), await sdk.settings.get()]) expect(origins).toEqual({ allowedOrigins: [page] });
    const asPage = (origin: string) => fetch(`${platform.portalUrl}/api/companies/${companyId}/connections`, { headers: { authorization: `Bearer ${accessToken}`, origin } });
    expect([(await asPage(page)).status, (await asPage('https://evil.example.com')).status]).toEqual([200, 403]);
    const missing = await refusal(sdk.companies.getAccessToken({ companyId: newId() }));
    expect([missing instanceof ErrorMessage, missing]).toEqual([true, expect.objectContaining({ statusCode: 404 })]);
  });

  it('reads and sets the profile, and reads the images of an integration', async () => {
    const profile = { name: 'Lender', redirectUrl: 'https://lender.example/{companyId}', logoUrl: 'https://lender.example/logo.svg', whiteListUrls: ['https://lender.example'] };
    expect(await sdk.settings.updateProfile(profile)).toEqual(profile);
    expect(await sdk.settings.getProfile()).toEqual(profile);
    expect(await refusal(sdk.settings.updateProfile({ ...profile, logoUrl: 'javascript:alert(1)' }))).toMatchObject({ statusCode: 400 });
    const { logo, sourceId } = await sdk.integrations.getBranding({ platformKey: 'gbol' });
    expect([logo?.square?.image?.alt, sourceId]).toEqual(['Xero', expect.any(String)]);
    expect(logo?.full?.image?.src).toBe((await sdk.integrations.get({ platformKey: 'gbol' })).logoUrl);
  });

  it('gets one effect for twins under one Idempotency-Key', async () => {
    const create = () => sdk.companies.create({ name: 'Twin' }, { headers: { 'Idempotency-Key': key } });
    const key = newId();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, create));
    const again = await create();
    expect(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))).toContainEqual(again);
    expect((await sdk.companies.list({ query: 'name=Twin' })).totalResults).toBe(1);
    expect(await refusal(sdk.companies.create({ name: 'Other' }, { headers: { 'Idempotency-Key': key } }))).toMatchObject({ statusCode: 422 });
  });

  it('gets its own error when the requests of a day are used, with the time to wait', async () => {
    const { url } = await platform.startPortal({ DAILY_REQUESTS: '2' });
    const limited = codatPlatform(url, platform.apiKey);
    await limited.companies.list({});
    await limited.companies.list({});
    const error = await refusal(limited.companies.list({}));
    expect(error).toBeInstanceOf(ErrorMessage);
    expect(error).toMatchObject({ statusCode: 429, canBeRetried: 'True' });
    const { headers } = error as ErrorMessage;
    expect([headers.get('x-rate-limit-remaining'), Number(headers.get('retry-after')) > 0]).toEqual(['0', true]);
  }, 60_000);
});
