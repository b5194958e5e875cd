import { createHmac, randomUUID } from 'node:crypto';
import { webhookKeyPlace } from '#operators/apps.service';
import { newId } from '#platform/ids';
import { addOperator } from '#test/access';
import { testRootKey } from '#test/database';
import { usePortal } from '#test/portal-app';
import { Vault } from '#vault/vault';
import pg from 'pg';

const key = 'the+signing/key==of-the-app';
const organisation = 'aef86862-2015-4b6b-88bc-d89032cecc50';

describe('webhooks of Xero', () => {
  const portal = usePortal();
  let operatorId: string;
  let url: string;
  let appId: string;
  let aheadMs = 0;

  /** Keys are kept for moments by the clock of the process, which goes on when a test says so. */
  const later = () => { aheadMs += 60_000; };
  const sign = (body: string, by = key) => createHmac('sha256', by).update(body).digest('base64');
  const payload = (...events: [category: string, organisationId?: string][]) => JSON.stringify({
    events: events.map(([eventCategory, tenantId = organisation]) => ({ eventCategory, tenantId, eventType: 'UPDATE', tenantType: 'ORGANISATION', resourceId: randomUUID() })),
    firstEventSequence: 0, lastEventSequence: 0, entropy: 'S0m3r4nd0m',
  });
  const post = (body: string, signature: string | undefined = sign(body), to = url) => portal.send({
    method: 'POST', url: to, headers: { 'content-type': 'application/json; charset=utf-8', ...(signature === undefined ? {} : { 'x-xero-signature': signature }) }, payload: body,
  });
  const statusOf = async (...request: Parameters<typeof post>) => (await post(...request)).statusCode;
  const noted = async (operator = operatorId) => (await portal.database.tenants.sql(operator, (client) => client.query<{ source: string }>(
    'select source from source_change where operator_id = $1 order by source', [operator]))).rows.map(({ source }) => source);
  const settings = async (payload: object) => (await portal.send({
    method: 'PUT', url: '/portal/api/integrations/gbol', headers: await portal.signedIn(), payload: { clientId: 'ABCDEF', tier: 'core', ...payload },
  })).json();

  async function link(operator: string, app: string, status = 'Linked', organisationId = organisation): Promise<void> {
    const [companyId, id] = [newId(), newId()];
    await portal.database.tenants.sql(operator, async (client) => {
      await client.query(`insert into company (operator_id, id, name) values ($1, $2, 'Company')`, [operator, companyId]);
      await client.query(`
        insert into connection (operator_id, id, company_id, platform_key, app_id, organisation_id, status, linked_at) values ($1, $2, $3, 'gbol', $4, $5, $6, now())`,
      [operator, id, companyId, app, organisationId, status]);
    });
  }

  async function otherOperator(clientId: string, webhookKey: string): Promise<string> {
    const other = await addOperator(portal.database.tenants, { clientId, clientSecret: 'secret' });
    const sealed = new Vault([testRootKey]).seal(webhookKey, webhookKeyPlace(other.operatorId, other.appId));
    await portal.database.tenants.sql(other.operatorId, (client) => client.query('update app set webhook_key = $2 where operator_id = $1', [other.operatorId, sealed]));
    await link(other.operatorId, other.appId);
    return other.operatorId;
  }

  beforeAll(async () => {
    operatorId = (await portal.database.directory.firstOperator())!;
    const { webhookUrl, hasWebhookKey } = await settings({ clientSecret: 'secret', webhookKey: key });
    expect([webhookUrl, hasWebhookKey]).toEqual([expect.stringMatching(/^http:\/\/localhost:3000\/webhooks\/xero\/[0-9a-f-]{36}$/), true]);
    url = new URL(webhookUrl).pathname;
    appId = url.split('/').at(-1)!;
    await link(operatorId, appId);
    const start = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => start + aheadMs);
  });

  afterAll(() => jest.restoreAllMocks());

  beforeEach(() => portal.database.tenants.sql(operatorId, (client) => client.query('delete from source_change where operator_id = $1', [operatorId])));

  it('are answered as Xero\'s intent to receive demands: 200 when signed, 401 when not, without a body or a cookie', async () => {
    const probe = payload();
    const right = sign(probe);
    const answers = await Promise.all([right, `/${right.slice(1)}`, sign(probe, 'another'), undefined].map((signature) => post(probe, signature ?? 'none')));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401, 401, 401]);
    for (const { body, headers } of answers) expect([body, headers['set-cookie']]).toEqual(['', undefined]);
    expect(await statusOf(probe, right, url.toUpperCase().replace('/WEBHOOKS/XERO', '/webhooks/xero'))).toBe(200);
  });

  it('are stored before they are answered, once for all that say the same', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => statusOf(payload(['INVOICE'], ['CONTACT'], ['INVOICE']))));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await noted()).toEqual(['Contacts', 'Invoices']);
  });

  it('are nobody\'s business when they tell of organisations that are not linked, or of what is not read', async () => {
    await link(operatorId, appId, 'Unlinked', 'left');
    for (const body of [payload(['INVOICE', 'left']), payload(['INVOICE', randomUUID()]), payload(['SUBSCRIPTION']), 'not JSON', '']) expect(await statusOf(body)).toBe(200);
    expect(await noted()).toEqual([]);
  });

  it('are for every operator that entered the same app with the same key, and for no other', async () => {
    const others = await Promise.all([['ABCDEF', key], ['ABCDEF', 'another'], ['another', key]].map(([clientId, webhookKey]) => otherOperator(clientId, webhookKey)));
    later();
    expect(await statusOf(payload(['INVOICE']))).toBe(200);
    expect(await Promise.all(others.map(noted))).toEqual([['Invoices'], [], []]);
  });

  it('cost no query when they are forged, whatever app they name', async () => {
    const body = payload(['INVOICE']);
    later();
    expect(await statusOf(body)).toBe(200);
    const queries = jest.spyOn(pg.Client.prototype, 'query');
    try {
      const forged = Array.from({ length: 100 }, (_, number) => (number % 2 ? post(body, sign(body, 'guess')) : post(body, sign(body), `/webhooks/xero/${number % 4 ? randomUUID() : 'x'}`)));
      expect(new Set((await Promise.all(forged)).map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
      expect(queries).toHaveBeenCalledTimes(0);
      later();
      await Promise.all(Array.from({ length: 20 }, () => post(body, sign(body), `/webhooks/xero/${randomUUID()}`)));
      expect(queries).toHaveBeenCalledTimes(1);
    } finally {
      queries.mockRestore();
    }
  });

  it('are told again by Xero when they could not be stored', async () => {
    const owner = new pg.Client({ connectionString: portal.database.ownerUrl });
    await owner.connect();
    await owner.query('alter table source_change rename to source_change_away');
    expect(await statusOf(payload(['INVOICE']))).toBeGreaterThanOrEqual(500);
    await owner.query('alter table source_change_away rename to source_change');
    await owner.end();
    expect(await statusOf(payload(['INVOICE']))).toBe(200);
    expect(await noted()).toEqual(['Invoices']);
  });

  it('are taken with a new key soon after it was entered, and with none when the app is another one', async () => {
    const body = payload();
    expect(await settings({ webhookKey: 'new-key' })).toMatchObject({ hasWebhookKey: true });
    later();
    expect([await statusOf(body), await statusOf(body, sign(body, 'new-key'))]).toEqual([401, 200]);
    await portal.database.tenants.sql(operatorId, (client) => client.query(`update connection set status = 'Unlinked' where operator_id = $1`, [operatorId]));
    expect(await settings({ clientId: 'ANOTHER', clientSecret: 'secret' })).toMatchObject({ hasWebhookKey: false });
    later();
    expect(await statusOf(body, sign(body, 'new-key'))).toBe(401);
    expect((await settings({ webhookKey: 'with space' })).validation.errors).toContainEqual({ itemId: 'webhookKey', message: 'The webhooks key must not contain spaces.', validatorName: 'Invalid' });
  });
});
