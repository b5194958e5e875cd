import { pushOperationFromJSON, pushOperationsFromJSON, pushOptionFromJSON } from '@codat/platform/sdk/models/shared/index.js';
import { newId } from '#platform/ids';
import { type ApiOperator, type Json, usePortalApi } from '#test/portal-api';
import { storeConnection } from '#test/stored-records';

describe('writing through the API', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let company: string;
  let connection: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    company = (await operator.call('POST', '/companies', { name: 'Books' })).body.id;
    connection = await storeConnection(api.database.tenants, operator.operatorId, company);
    await sql(`
      with g as (
        insert into token_grant (operator_id, id, app_id, user_key, tokens, access_expires_at, scopes)
        select operator_id, gen_random_uuid(), id, 'person', '', now(), $2 from app where operator_id = $1 returning id)
      update connection set grant_id = g.id from g where operator_id = $1`, [['accounting.invoices', 'accounting.contacts', 'accounting.attachments']]);
  });

  const sql = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await api.database.tenants.sql(operator.operatorId, (client) => client.query<Row>(text, [operator.operatorId, ...values]))).rows;
  const below = (path: string) => `/companies/${company}/connections/${connection}${path}`;
  const invoice = { invoiceNumber: 'INV-1', customerRef: { id: 'c1' }, issueDate: '2026-11-22', status: 'Draft' };
  const create = (body: Json = invoice, query = '', key?: string) => operator.call('POST', below(`/push/invoices${query}`), body, key ? { headers: { 'idempotency-key': key } } : {});
  const parsed = ({ status, body }: { status: number; body: Json }) => {
    expect([status, pushOperationFromJSON(JSON.stringify(body))]).toEqual([200, expect.objectContaining({ ok: true })]);
    return body;
  };

  it('takes a push as pending, and shows it in the company\'s history', async () => {
    const push = parsed(await create(invoice, '?timeoutInMinutes=5&allowSyncOnPushComplete=false'));
    expect(push).toEqual({
      pushOperationKey: expect.any(String), companyId: company, dataConnectionKey: connection, dataType: 'invoices', status: 'Pending', statusCode: 202,
      requestedOnUtc: expect.stringMatching(/Z$/), timeoutInMinutes: 5, changes: [], validation: { errors: [], warnings: [] },
    });
    expect(await sql('select document, kind, sync_after, force_update from push where operator_id = $1')).toEqual([{ document: JSON.stringify(invoice), kind: 'Create', sync_after: false, force_update: false }]);
    const update = parsed(await operator.call('PUT', below('/push/invoices/i1?forceUpdate=true'), invoice));
    const list = await operator.call('GET', `/companies/${company}/push`);
    expect([list.body.totalResults, list.body.results.map((one: Json) => one.pushOperationKey), pushOperationsFromJSON(JSON.stringify(list.body)).ok]).toEqual([2, [update.pushOperationKey, push.pushOperationKey], true]);
    expect((await operator.call('GET', `/companies/${company}/push/${push.pushOperationKey}`)).body).toEqual(push);
  });

  it('calls what takes too long TimedOut, and filters by what it is called', async () => {
    const { pushOperationKey } = parsed(await create(invoice, '?timeoutInMinutes=5'));
    await create();
    await sql(`update push set requested_at = requested_at - interval '6 minutes' where operator_id = $1`);
    expect(parsed(await operator.call('GET', `/companies/${company}/push/${pushOperationKey}`)).status).toBe('TimedOut');
    const found = async (query: string) => (await operator.call('GET', `/companies/${company}/push?query=${encodeURIComponent(query)}`)).body.totalResults;
    expect([await found('status=timedout'), await found('status=Pending'), await found('dataType=bills'), await found('statusCode=202 && requestedOnUtc>2026-01-01')]).toEqual([1, 1, 0, 2]);
    await sql(`update push set status = 'complete', stage = 'done', outcome = 'Failed', status_code = 400, error = 'No.', issues = '[{"field":"lineItems[0].quantity","message":"is required"}]', completed_at = now() where operator_id = $1`);
    expect(parsed(await operator.call('GET', `/companies/${company}/push/${pushOperationKey}`))).toMatchObject({
      status: 'Failed', statusCode: 400, errorMessage: 'No.', completedOnUtc: expect.any(String), validation: { errors: [{ itemId: 'lineItems[0].quantity', message: 'is required', validatorName: 'invoices' }] },
    });
  });

  it('has one push among many twins under one key', async () => {
    const key = newId();
    const twins = Number(process.env['TWINS'] ?? 50);
    const answers = await Promise.all(Array.from({ length: twins }, () => create(invoice, '', key)));
    expect(await sql('select 1 from push where operator_id = $1')).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.pushOperationKey)).size).toBe(1);
    expect((await create(invoice, '', key)).headers['idempotency-replayed']).toBe('true');
    expect((await create({ ...invoice, invoiceNumber: 'INV-2' }, '', key)).status).toBe(422);
  }, 300_000);

  it('says what a body may hold, and which data types can be written', async () => {
    const { status, body } = await operator.call('GET', below('/options/invoices'));
    expect([status, pushOptionFromJSON(JSON.stringify(body)).ok]).toEqual([200, true]);
    expect(body.properties.lineItems).toMatchObject({ type: 'Array', properties: { quantity: { type: 'Number' } } });
    expect(body.properties.status.options.map((option: Json) => option.value)).toContain('Draft');
    const { datatypeFeatures } = (await operator.call('GET', '/integrations/gbol')).body;
    const features = (dataType: string) => datatypeFeatures.find((one: Json) => one.dataType === dataType).supportedFeatures.map((one: Json) => one.featureType);
    expect(features('invoices')).toEqual(expect.arrayContaining(['Get', 'Post', 'Put', 'Delete']));
    expect(features('taxRates')).toEqual(['Get']);
  });

  it('refuses what no accounting software takes, in words', async () => {
    for (const [method, path] of [['GET', '/options/journals'], ['POST', '/push/taxRates'], ['DELETE', '/push/customers/c1'], ['POST', '/push/bankAccounts/b1/bankTransactions'], ['GET', '/options/bankAccounts/b1/bankTransactions']]) {
      const { status, body } = await operator.call(method, below(path), method === 'POST' ? {} : undefined);
      expect([path, status, body.error]).toEqual([path, 404, expect.stringMatching(/not supported by platform\(s\) \[Xero\]/)]);
    }
    expect((await operator.call('POST', below('/push/nonsense'), {})).status).toBe(404);
    for (const body of [[], 'x', null, 1]) expect((await operator.call('POST', below('/push/invoices'), JSON.stringify(body), { headers: { 'content-type': 'application/json' } })).status).toBe(400);
  });

  it('says how to repair a consent that does not cover writing', async () => {
    await sql(`update token_grant set scopes = '{accounting.invoices.read}' where operator_id = $1`);
    expect((await create()).body).toMatchObject({ statusCode: 400, error: expect.stringContaining('link the company again'), validation: { errors: [{ itemId: 'connectionId', message: expect.stringContaining('accounting.invoices') }] } });
    await sql(`update connection set status = 'Unlinked' where operator_id = $1`);
    expect((await create()).body).toMatchObject({ statusCode: 409, code: 'ConnectionNotLinked' });
    expect(await sql('select 1 from push where operator_id = $1')).toEqual([]);
  });

  it('takes a file from a form and nothing else, and only where files are taken', async () => {
    const form = (bytes: string) => Buffer.from(`--XX\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n${bytes}\r\n--XX--\r\n`, 'latin1');
    const post = (path: string, payload: Buffer | object, type = 'multipart/form-data; boundary=XX') => operator.call('POST', below(path), payload, { headers: { 'content-type': type } });
    const statuses = [
      await post('/push/invoices/i1/attachment', Buffer.from('--XX--')), await post('/push/invoices/i1/attachment', form('')), await post('/push/invoices/i1/attachment', { a: 1 }, 'application/json'),
      await post('/push/invoices/i1/attachment', form('x'.repeat(4 * 1024 * 1024 + 1))), await post('/push/invoices/i1/attachment', form('x'.repeat(6 * 1024 * 1024))), await post('/push/invoices', form('x')),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 400, 413, 415]);
    const answer = await post('/push/bills/b1/attachments', form('\u0000\u00ff'));
    if (answer.status === 404) return;
    parsed(answer);
    expect(await sql('select file, file_name, file_type, record_id, data_type, kind from push where operator_id = $1')).toEqual([
      { file: Buffer.from([0, 255]), file_name: 'a.pdf', file_type: 'application/pdf', record_id: 'b1', data_type: 'bills', kind: 'UploadAttachment' },
    ]);
  });
});
