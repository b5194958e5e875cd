import { supportedDataTypes } from '#accounting/data-types';
import { connectorOf } from '#connectors/registry';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset, storeRecords } from '#test/stored-records';
import { ownersOfAttachments } from '../attachments/attachments.operations.js';

const writing: Record<string, string> = { Create: 'Post', Update: 'Put', Delete: 'Delete', UploadAttachment: 'UploadAttachment' };

describe('connections and integrations', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let companyId: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    companyId = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
  });

  const at = (path = '') => `/companies/${companyId}/connections${path}`;
  const store = (status: string) => storeConnection(api.database.tenants, operator.operatorId, companyId, status, status === 'PendingAuth' ? null : undefined);
  const enable = (enabled: boolean) => api.database.tenants.run(operator.operatorId, (manager) => manager.query('update integration set enabled = $1', [enabled]));

  it('are created waiting for consent', async () => {
    const { status, body } = await operator.call('POST', at(), { platformKey: 'gbol' });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String), integrationId: '0f20c943-12d0-4800-9f6c-d218f62d494c', integrationKey: 'gbol', sourceId: '8a156a5a-39cb-4f9d-856e-76ef9b9a9607',
      sourceType: 'Accounting', platformName: 'Xero', linkUrl: `${api.publicUrl}/link/connections/${body.id}/start`, status: 'PendingAuth', created: expect.any(String),
    });
    expect((await operator.call('GET', at(`/${body.id}`))).body).toEqual(body);
    expect((await operator.call('GET', `/companies/${companyId}`)).body.dataConnections).toEqual([body]);
  });

  it('are refused for an integration that is unknown or not enabled', async () => {
    expect((await operator.call('POST', at(), { platformKey: 'zzzz' })).body).toMatchObject({ statusCode: 400, validation: { errors: [{ itemId: 'platformKey' }] } });
    await enable(false);
    expect((await operator.call('POST', at(), { platformKey: 'gbol' })).body).toMatchObject({ statusCode: 409, code: 'integrationDisabled' });
    expect((await operator.call('GET', at())).body.totalResults).toBe(0);
  });

  it('are listed, filtered and ordered', async () => {
    const [ended, linked] = [await store('Unlinked'), await store('Linked')];
    const ids = async (query: string) => (await operator.call('GET', at(`?${query}`))).body.results.map(({ id }: { id: string }) => id);
    expect(await ids('')).toEqual([ended, linked]);
    expect(await ids('query=status%3Dlinked')).toEqual([linked]);
    expect(await ids('orderBy=status&pageSize=1')).toEqual([linked]);
    expect(await ids('orderBy=-status&pageSize=1&page=2')).toEqual([linked]);
  });

  it('name the organisation that they are connected to', async () => {
    const id = await store('Linked');
    expect((await operator.call('GET', at(`/${id}`))).body.connectionInfo).toEqual({ organisationId: expect.any(String), organisationName: 'Demo Company (UK)' });
  });

  it('are unlinked when they are linked, and their data stays readable', async () => {
    const id = await store('Linked');
    const { tenants } = api.database;
    await storeDataset(tenants, operator.operatorId, { companyId, connectionId: id, dataType: 'items' });
    await storeRecords(tenants, { operatorId: operator.operatorId, connectionId: id, dataType: 'items' }, [{ id: '1', document: { id: '1' } }]);
    const { status, body } = await operator.call('PATCH', at(`/${id}`), { status: 'Unlinked' });
    expect([status, body.status]).toEqual([200, 'Unlinked']);
    expect((await operator.call('PATCH', at(`/${id}`), { status: 'Unlinked' })).status).toBe(200);
    expect((await operator.call('GET', `/companies/${companyId}/data/items`)).body.totalResults).toBe(1);
  });

  it('are not unlinked when they are not linked, nor set to anything else', async () => {
    for (const state of ['PendingAuth', 'Deauthorized']) {
      const id = await store(state);
      expect((await operator.call('PATCH', at(`/${id}`), { status: 'Unlinked' })).body).toMatchObject({ statusCode: 400, error: 'Only Linked connections can be unlinked.' });
      for (const status of ['Linked', 'PendingAuth', 'Deauthorized', 'unlinked', null]) expect((await operator.call('PATCH', at(`/${id}`), { status })).status).toBe(400);
      expect((await operator.call('GET', at(`/${id}`))).body.status).toBe(state);
    }
  });

  it('are deleted with an empty answer and with what was pulled', async () => {
    const id = await store('Linked');
    const { tenants } = api.database;
    await storeDataset(tenants, operator.operatorId, { companyId, connectionId: id, dataType: 'items' });
    await storeRecords(tenants, { operatorId: operator.operatorId, connectionId: id, dataType: 'items' }, [{ id: '1', document: { id: '1' } }]);
    const { status, body } = await operator.call('DELETE', at(`/${id}`));
    expect([status, body]).toEqual([200, undefined]);
    for (const table of ['connection', 'dataset', 'record', 'record_total']) {
      expect([table, await tenants.run(operator.operatorId, (manager) => manager.query(`select 1 from ${table}`))]).toEqual([table, []]);
    }
    expect((await operator.call('GET', at(`/${id}`))).body.error).toBe(`Data connection ${id} not found`);
  });

  it('are offered by integrations, which say what can be read and written', async () => {
    const { body } = await operator.call('GET', '/integrations?query=sourceType%3Daccounting%26%26enabled%3Dtrue');
    expect(body).toMatchObject({ totalResults: 1, results: [{ key: 'gbol', name: 'Xero', enabled: true, isBeta: false, isOfflineConnector: false, logoUrl: expect.stringMatching(`^${api.publicUrl}/`) }] });
    const features = body.results[0].datatypeFeatures as { dataType: string; datatype: string; supportedFeatures: { featureType: string }[] }[];
    expect(features.map(({ dataType }) => dataType).sort()).toEqual([...supportedDataTypes].sort());
    for (const feature of features) {
      expect(feature).toMatchObject({ datatype: feature.dataType });
      expect(feature.supportedFeatures[0]).toEqual({ featureType: 'Get', featureState: 'Release' });
    }
    const having = (...types: string[]) => features.filter(({ supportedFeatures }) => types.every((type) => supportedFeatures.some(({ featureType }) => featureType === type))).map(({ dataType }) => dataType).sort();
    expect(having('GetAttachments', 'GetAttachment', 'DownloadAttachment')).toEqual(ownersOfAttachments.map(({ dataType }) => dataType).sort());
    expect(having('GetAsPdf')).toEqual(['invoices']);
    for (const [kind, feature] of Object.entries(writing)) {
      expect(having(feature)).toEqual(connectorOf('gbol').writes.filter((write) => write.kind === kind).map(({ dataType }) => dataType).sort());
    }
    const reading = features.flatMap(({ supportedFeatures }) => supportedFeatures).filter(({ featureType }) => !Object.values(writing).includes(featureType));
    expect(having('DownloadAttachment').length * 3 + 1 + features.length).toBe(reading.length);
    await enable(false);
    expect((await operator.call('GET', '/integrations/gbol')).body.enabled).toBe(false);
    expect((await operator.call('GET', '/integrations?query=enabled%3Dtrue')).body.results).toEqual([]);
    expect((await operator.call('GET', '/integrations/zzzz')).status).toBe(404);
  });
});
