import { supportedDataTypes } from '#accounting/data-types';
import { type ApiOperator, type Json, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset } from '#test/stored-records';

describe('pulls of data', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let companyId: string;
  let connectionId: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    companyId = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    connectionId = await storeConnection(api.database.tenants, operator.operatorId, companyId);
  });

  const at = (path: string) => `/companies/${companyId}${path}`;
  const store = (dataset: { dataType: string; status?: string; requestedAt?: string; completedAt?: string | null }) =>
    storeDataset(api.database.tenants, operator.operatorId, { companyId, connectionId, ...dataset });

  it.each(['/data/all', '/data/queue/all'])('of everything are queued without an answer: POST %s', async (path) => {
    const { status, body } = await operator.call('POST', at(path));
    expect([status, body]).toEqual([204, undefined]);
    const { body: history } = await operator.call('GET', at('/data/history'));
    expect(history.totalResults).toBe(supportedDataTypes.length);
    expect(history.results.every(({ status: each }: { status: string }) => each === 'Queued')).toBe(true);
  });

  it('of one data type answer with the pull, and a second one is refused while it runs', async () => {
    const { status, body } = await operator.call('POST', at('/data/queue/invoices'));
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String), companyId, connectionId, dataType: 'invoices', status: 'Queued', statusDescription: null, errorMessage: null,
      requested: expect.any(String), progress: 0, isCompleted: false, isErrored: false,
    });
    const { body: refused } = await operator.call('POST', at('/data/queue/invoices'));
    expect(refused).toMatchObject({ statusCode: 409, error: `DatasetAlreadyInProgressException: Cannot queue invoices sync for ${companyId} as previous sync ${body.id} is still in progress` });
    expect((await operator.call('GET', at(`/data/history/${body.id}`))).body).toEqual(body);
    expect((await operator.call('POST', at(`/data/queue/bills?connectionId=${connectionId}`))).body).toMatchObject({ dataType: 'bills', connectionId });
    expect((await operator.call('POST', at('/data/info'))).body).toMatchObject({ dataType: 'company', status: 'Queued' });
  });

  it('are queued whatever type a client gives to a body that it does not send', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json', 'application/octet-stream']) {
      const { status } = await operator.call('POST', at('/data/all'), undefined, { headers: { 'content-type': type, 'content-length': '0' } });
      expect([type, status]).toEqual([type, 204]);
    }
    const { status } = await operator.call('POST', at('/data/all'), 'a=b', { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(status).toBe(415);
  });

  it('of a data type that nobody knows, or from a connection that is not there, are refused', async () => {
    for (const path of ['/data/queue/nope', '/data/queue/Invoices', '/data/queue/invoices?connectionId=1', `/data/queue/invoices?connectionId=${companyId}`]) {
      expect([path, (await operator.call('POST', at(path))).status]).toEqual([path, 404]);
    }
    expect((await operator.call('GET', at('/data/history'))).body.totalResults).toBe(0);
  });

  it('end at once for a data type that the accounting software lacks', async () => {
    const { body } = await operator.call('POST', at('/data/queue/journals'));
    expect(body).toMatchObject({ status: 'NotSupported', isCompleted: true, isErrored: false });
  });

  it('are listed newest first, filtered and ordered', async () => {
    await store({ dataType: 'items', requestedAt: '2026-11-01T10:00:00Z' });
    await store({ dataType: 'bills', requestedAt: '2026-11-03T10:00:00Z', status: 'FetchError' });
    await store({ dataType: 'invoices', requestedAt: '2026-11-02T10:00:00Z', status: 'Fetching', completedAt: null });
    const types = async (query = '', orderBy = '') =>
      (await operator.call('GET', at(`/data/history?query=${encodeURIComponent(query)}&orderBy=${orderBy}`))).body.results?.map(({ dataType }: { dataType: string }) => dataType);
    expect(await types()).toEqual(['bills', 'invoices', 'items']);
    expect(await types('status!=Complete&&status!=NotSupported')).toEqual(['bills', 'invoices']);
    expect(await types('requested>=2026-11-02', 'requested')).toEqual(['invoices', 'bills']);
    expect(await types('progress<100')).toEqual(['invoices']);
    const { body } = await operator.call('GET', at('/data/history?query=isCompleted%3Dtrue'));
    expect(body).toMatchObject({ statusCode: 400, error: 'Error parsing query - Could not resolve property isCompleted on Dataset' });
  });

  it('say whether they ended well', async () => {
    const flags = async (dataset: Parameters<typeof store>[0]) => {
      const { body } = await operator.call('GET', at(`/data/history/${await store(dataset)}`));
      return [body.isCompleted, body.isErrored, 'completed' in body];
    };
    expect(await flags({ dataType: 'items' })).toEqual([true, false, true]);
    expect(await flags({ dataType: 'bills', status: 'AuthError' })).toEqual([false, true, true]);
    expect(await flags({ dataType: 'invoices', status: 'Fetching', completedAt: null })).toEqual([false, false, false]);
  });

  it('say what they came to', async () => {
    const id = await store({ dataType: 'invoices' });
    await api.database.tenants.sql(operator.operatorId, (client) => client.query(
      `update dataset set counts = '{"read": 3, "sourceTotal": 4, "added": 3, "stored": 3}' where id = $1`, [id]));
    const { status, body } = await operator.call('GET', at(`/data/history/${id}/proof`));
    expect([status, body]).toEqual([200, expect.objectContaining({ verdict: 'failed', message: 'The accounting software counted 4 records, and 3 came.', read: 3, sourceTotal: 4, stored: 3 })]);
  });

  it('give each data type its status: of the newest pull, and of the newest good one', async () => {
    const good = await store({ dataType: 'items', requestedAt: '2026-11-01T10:00:00Z', completedAt: '2026-11-01T10:05:00Z' });
    const bad = await store({ dataType: 'items', requestedAt: '2026-11-02T10:00:00Z', status: 'FetchError' });
    const { status, body } = await operator.call('GET', at('/dataStatus'));
    expect(status).toBe(200);
    expect(Object.keys(body).length).toBe(supportedDataTypes.length);
    expect(body.items).toEqual({ dataType: 'items', currentStatus: 'FetchError', lastSuccessfulSync: '2026-11-01T10:05:00.000Z', latestSyncId: bad, latestSuccessfulSyncId: good });
    expect(body.invoices).toEqual({ dataType: 'invoices', currentStatus: 'Initial' });
  });

  it('give a status to a company without a connection too', async () => {
    const { body: { id } } = await operator.call('POST', '/companies', { name: 'B' });
    const { status, body } = await operator.call('GET', `/companies/${id}/dataStatus`);
    expect([status, Object.values(body).every((each: Json) => each.currentStatus === 'Initial')]).toEqual([200, true]);
  });
});
