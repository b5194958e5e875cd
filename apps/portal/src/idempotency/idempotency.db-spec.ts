import { IdempotentRequests } from '#operators/idempotent-requests.service';
import { newId } from '#platform/ids';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import pg from 'pg';
import { hashOfRequest } from './idempotency-key.js';

describe('a request under an Idempotency-Key', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let key: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    key = newId();
  });

  const post = (body: unknown, path = '/companies', id = key) => operator.call('POST', path, body, { headers: { 'idempotency-key': id } });
  const companies = async () => (await operator.call('GET', '/companies')).body.totalResults;
  const sql = (text: string) => api.database.tenants.sql(operator.operatorId, (client) => client.query(text));
  /** What a process leaves behind that dies while it runs this request. */
  const die = (body: object, path = '/companies') => api.app.get(IdempotentRequests).begin({
    operatorId: operator.operatorId, id: key, hash: hashOfRequest({ method: 'POST', url: `/api${path}`, body } as Parameters<typeof hashOfRequest>[0]),
  });

  it('takes effect once and is answered the same each time', async () => {
    const first = await post({ name: 'A' });
    const again = await post({ name: 'A' });
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed'], again.headers['content-type']]).toEqual([undefined, 'true', first.headers['content-type']]);
    expect((await post({ name: 'A' }, '/companies', key.toUpperCase())).body).toEqual(first.body);
    expect(await companies()).toBe(1);
  });

  it('has one effect among a thousand twins', async () => {
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => post({ name: 'A' })));
    expect(await companies()).toBe(1);
    const done = answers.filter(({ status }) => status === 200);
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
    for (const { status, body } of answers.filter((answer) => !done.includes(answer))) expect([status, body.code]).toEqual([409, 'idempotencyInProgress']);
    expect((await post({ name: 'A' })).body).toEqual(done[0].body);
  }, 120_000);

  it('keeps answers without a body, and those to a PATCH', async () => {
    const { body: { id } } = await operator.call('POST', '/companies', { name: 'A' });
    const patch = () => operator.call('PATCH', `/companies/${id}`, { name: 'B' }, { headers: { 'idempotency-key': key } });
    await patch();
    await operator.call('PATCH', `/companies/${id}`, { name: 'C' });
    expect((await patch()).body.name).toBe('B');
    expect((await operator.call('GET', `/companies/${id}`)).body.name).toBe('C');
    key = newId();
    const settings = () => post({ settings: [] }, '/profile/syncSettings');
    for (const { status, body } of [await settings(), await settings()]) expect([status, body]).toEqual([204, undefined]);
    expect((await post(undefined, '/profile/syncSettings')).status).toBe(422);
  });

  it('is refused with 422 when the key was used for another body, path or method', async () => {
    const { body: { id } } = await post({ name: 'A' });
    for (const { status, body } of [await post({ name: 'B' }), await post({ name: 'A' }, '/apiKeys'), await operator.call('PATCH', `/companies/${id}`, { name: 'A' }, { headers: { 'idempotency-key': key } })]) {
      expect([status, body.error]).toEqual([422, expect.stringContaining('was used for another request')]);
    }
    expect(await companies()).toBe(1);
  });

  it('is answered with its first refusal, whatever changed since', async () => {
    const first = await post({ name: '<>' });
    expect([first.status, (await post({ name: '<>' })).body]).toEqual([400, first.body]);
    key = newId();
    await sql('update integration set enabled = false');
    const { body: { id } } = await operator.call('POST', '/companies', { name: 'A' });
    const refused = await post({ platformKey: 'gbol' }, `/companies/${id}/connections`);
    await sql('update integration set enabled = true');
    expect([refused.status, (await post({ platformKey: 'gbol' }, `/companies/${id}/connections`)).body]).toEqual([409, refused.body]);
  });

  it('is answered with a first fault of ours too', async () => {
    const owner = new pg.Client({ connectionString: api.database.ownerUrl });
    await owner.connect();
    try {
      await owner.query('alter table company rename to company_away');
      expect((await post({ name: 'A' })).status).toBe(500);
    } finally {
      await owner.query('alter table company_away rename to company');
      await owner.end();
    }
    expect((await post({ name: 'A' })).status).toBe(500);
    expect(await companies()).toBe(0);
  });

  it('is not run again when its process died: the caller is told that nobody knows', async () => {
    expect(await die({ name: 'A' })).toBeUndefined();
    expect((await post({ name: 'A' })).body).toMatchObject({ statusCode: 409, code: 'idempotencyInProgress' });
    await sql(`update idempotent_request set begun_at = begun_at - interval '11 minutes'`);
    expect((await post({ name: 'A' })).body).toMatchObject({ statusCode: 409, code: 'outcomeUnknown', canBeRetried: 'False' });
    expect(await companies()).toBe(0);
  });

  it('may be sent again after a 429', async () => {
    await die({ name: 'A' });
    await api.app.get(IdempotentRequests).release({ operatorId: operator.operatorId, id: key, hash: Buffer.alloc(0) });
    expect((await post({ name: 'A' })).status).toBe(200);
  });

  it('is forgotten after seven days', async () => {
    await post({ name: 'A' });
    await sql(`update idempotent_request set begun_at = begun_at - interval '6 days 23 hours'`);
    await post({ name: 'A' });
    expect(await companies()).toBe(1);
    await sql(`update idempotent_request set begun_at = begun_at - interval '1 hour 1 second'`);
    await post({ name: 'A' });
    expect(await companies()).toBe(2);
  });

  it('is its own operator\'s alone', async () => {
    const other = await api.addOperator();
    await post({ name: 'A' });
    const { status, headers } = await other.call('POST', '/companies', { name: 'A' }, { headers: { 'idempotency-key': key } });
    expect([status, headers['idempotency-replayed']]).toEqual([200, undefined]);
  });

  it('leaves no secret behind in clear', async () => {
    const { body } = await post({ name: 'CI' }, '/apiKeys');
    expect((await post({ name: 'CI' }, '/apiKeys')).body).toEqual(body);
    const { rows } = await sql('select answer from idempotent_request');
    expect(rows).toHaveLength(1);
    expect(Buffer.concat(rows.map(({ answer }) => answer as Buffer)).includes(body.apiKey)).toBe(false);
  });

  it('needs a key that is a UUID', async () => {
    for (const id of ['1', '', 'x'.repeat(36), `${newId()}, ${newId()}`]) {
      expect((await post({ name: 'A' }, '/companies', id)).body).toMatchObject({ statusCode: 400, validation: { errors: [{ itemId: 'Idempotency-Key', message: 'must be a UUID' }] } });
    }
  });
});
