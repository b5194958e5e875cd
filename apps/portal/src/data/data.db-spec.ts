import { type SupportedDataType } from '#accounting/data-types';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset, storeRecords, storeVersion, type StoredRecord } from '#test/stored-records';

describe('pulled records', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let companyId: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    companyId = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
  });

  const at = (path: string) => `/companies/${companyId}${path}`;
  const get = (path: string) => operator.call('GET', at(path));
  const connect = (status = 'Linked', linkedAt: string | null = '2026-11-01T09:00:00Z') => storeConnection(api.database.tenants, operator.operatorId, companyId, status, linkedAt);
  const dataset = (connectionId: string, dataType: string, status?: string, completedAt?: string | null) =>
    storeDataset(api.database.tenants, operator.operatorId, { companyId, connectionId, dataType, status, ...(completedAt === undefined ? {} : { completedAt }) });

  async function pulled(connectionId: string, dataType: SupportedDataType, records: StoredRecord[]) {
    await dataset(connectionId, dataType);
    await storeRecords(api.database.tenants, { operatorId: operator.operatorId, connectionId, dataType }, records);
  }

  /** What a record was in October. */
  const replaced = (connectionId: string, dataType: SupportedDataType, id: string, document: Record<string, unknown>) =>
    storeVersion(api.database.tenants, { operatorId: operator.operatorId, connectionId, dataType }, { id, document, from: '2026-10-01T00:00Z', to: '2026-11-01T10:00Z' });

  const invoice = (id: string, values: object = {}): StoredRecord => ({ id, document: { id, modifiedDate: '2026-11-01T10:00:00Z', ...values } });

  it('are listed in pages with totals after the filter', async () => {
    await pulled(await connect(), 'invoices', [invoice('1', { status: 'Paid', totalAmount: 10 }), invoice('2', { status: 'Void' }), invoice('3', { status: 'Paid', totalAmount: 5 })]);
    const { status, body, headers } = await get('/data/invoices?pageSize=2');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual({
      results: [invoice('1', { status: 'Paid', totalAmount: 10 }).document, invoice('2', { status: 'Void' }).document],
      pageNumber: 1, pageSize: 2, totalResults: 3,
      _links: { self: { href: `/api${at('/data/invoices')}` }, current: { href: `/api${at('/data/invoices?page=1&pageSize=2')}` }, next: { href: `/api${at('/data/invoices?page=2&pageSize=2')}` } },
    });
    const { body: found } = await get('/data/invoices?query=status%3Dpaid&orderBy=totalAmount&pageSize=1&page=2');
    expect(found).toMatchObject({ totalResults: 2, results: [{ id: '1' }], _links: { previous: { href: `/api${at('/data/invoices?page=1&pageSize=1&query=status%3Dpaid&orderBy=totalAmount')}` } } });
    expect(found._links.next).toBeUndefined();
  });

  it('are told by their changes from a cursor on, page by page, and then only what is new', async () => {
    const connectionId = await connect();
    await pulled(connectionId, 'invoices', [invoice('1'), { ...invoice('2'), deleted: true }, { id: '3', document: null }, invoice('4')]);
    const { status, body, headers } = await get('/data/invoices/changes?pageSize=2');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual({
      results: [
        { id: '1', change: 'created', modifiedDate: '2026-11-01T10:00:00Z', record: invoice('1').document },
        { id: '2', change: 'deleted', modifiedDate: '2026-11-01T10:00:00Z', record: invoice('2').document },
      ],
      cursor: expect.stringMatching(/^[\w-]+$/), hasMore: true,
    });
    const { body: rest } = await get(`/data/invoices/changes?after=${body.cursor}`);
    expect(rest).toMatchObject({ results: [{ id: '4' }], hasMore: false });
    expect((await get(`/data/invoices/changes?after=${rest.cursor}`)).body).toEqual({ results: [], cursor: rest.cursor, hasMore: false });
    expect((await get('/data/bills/changes')).status).toBe(409);
  });

  it('refuse a cursor that is none, of another list, or ahead of theirs, naming it', async () => {
    const connectionId = await connect();
    await pulled(connectionId, 'invoices', [invoice('1')]);
    await pulled(connectionId, 'bills', [invoice('1')]);
    const { cursor } = (await get('/data/invoices/changes')).body;
    const written = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const wrong = ['', 'x', written([]), written([connectionId, 'invoices', 1, '']), written([connectionId, 'invoices', '1e3', '']), written([connectionId, 'invoices', '9'.repeat(30), '']),
      written([connectionId, 'invoices', '0', '\0']), written([operator.operatorId, 'invoices', '0', '']), written([connectionId, 'invoices', '5', ''])];
    for (const after of wrong) {
      expect([after, (await get(`/data/invoices/changes?after=${after}`)).body]).toMatchObject([after, { statusCode: 400, validation: { errors: [{ itemId: 'after' }] } }]);
    }
    expect((await get(`/data/bills/changes?after=${cursor}`)).body.error).toContain('another list');
    expect((await get(`/data/invoices/changes?after=${cursor}&after=${cursor}`)).status).toBe(400);
  });

  it('are refused a query that cannot be read, with the documented words', async () => {
    await pulled(await connect(), 'invoices', []);
    for (const [query, error] of [
      ['status', 'Error parsing query - Malformed query.'],
      ['lineItems.quantity=1', 'Error parsing query - Could not resolve property lineItems.quantity on Invoice'],
    ]) {
      const { status, body } = await get(`/data/invoices?query=${encodeURIComponent(query)}`);
      expect([status, body.error, body.validation.errors[0].itemId]).toEqual([400, error, 'query']);
    }
  });

  it('are shown as they were at an instant that is named, and at none that is nonsense', async () => {
    const connectionId = await connect();
    await pulled(connectionId, 'invoices', [invoice('1', { status: 'Paid' }), invoice('2')]);
    await replaced(connectionId, 'invoices', '1', { id: '1', status: 'Submitted' });
    const before = encodeURIComponent('2026-10-31T00:00:00+01:00');
    expect((await get(`/data/invoices?asOf=${before}&query=status%3Dsubmitted`)).body).toMatchObject({
      totalResults: 1, results: [{ status: 'Submitted' }], _links: { current: { href: expect.stringContaining('asOf=2026-10-30T23%3A00%3A00Z') } },
    });
    expect((await get(`/data/invoices?asOf=${before}&orderBy=-status`)).body.results).toHaveLength(1);
    expect((await get('/data/invoices?asOf=2026-11-01T10:00:00Z')).body.results).toMatchObject([{ status: 'Paid' }, { id: '2' }]);
    expect((await get(`/data/invoices/1?asOf=${before}`)).body).toMatchObject({ status: 'Submitted' });
    expect((await get(`/data/invoices/2?asOf=${before}`)).status).toBe(404);
    for (const path of ['/data/invoices?asOf=yesterday', '/data/invoices/1?asOf=2026-02-30', '/data/invoices?asOf=']) {
      expect((await get(path)).body).toMatchObject({ statusCode: 400, validation: { errors: [{ itemId: 'asOf' }] } });
    }
  });

  it('are found one by one, by ids of any form', async () => {
    const odd = "a/b c'%\\😀";
    await pulled(await connect(), 'taxRates', [invoice('INPUT2'), invoice(odd)]);
    expect((await get('/data/taxRates/INPUT2')).body).toEqual(invoice('INPUT2').document);
    expect((await get(`/data/taxRates/${encodeURIComponent(odd)}`)).body.id).toBe(odd);
    expect((await get('/data/taxRates/input2')).body).toMatchObject({ statusCode: 404, error: 'No record of taxRates was found with ID input2' });
  });

  it('that were never asked for are refused: 409 with a connection, 404 without one', async () => {
    expect((await get('/data/invoices')).body).toMatchObject({ statusCode: 404, error: `No data available for invoices for ID ${companyId}` });
    await connect('PendingAuth', null);
    expect((await get('/data/accounts')).body).toMatchObject({ statusCode: 404, error: `No data available for chartOfAccounts for ID ${companyId}` });
    const connectionId = await connect();
    expect((await get('/data/invoices')).body).toMatchObject({ statusCode: 409, error: 'The data set has not been requested.' });
    await dataset(connectionId, 'invoices', 'Fetching', null);
    expect((await get('/data/invoices')).body).toMatchObject({ statusCode: 409, error: 'The data set is still syncing.' });
    await dataset(connectionId, 'items', 'FetchError');
    expect((await get('/data/items')).body).toMatchObject({ statusCode: 404, error: `No data available for items for ID ${companyId}` });
    await dataset(connectionId, 'bills', 'NotSupported');
    expect((await get('/data/bills/1')).body).toMatchObject({ statusCode: 404, error: 'Datatype [bills] not supported by platform(s) [Xero]' });
  });

  it('of a type that no accounting software has are refused by name', async () => {
    expect((await get('/data/salesOrders')).body).toMatchObject({ statusCode: 404, error: `No data available for salesOrders for ID ${companyId}` });
    const connectionId = await connect();
    for (const [path, dataType] of [
      ['/data/salesOrders', 'salesOrders'], ['/data/salesOrders/1', 'salesOrders'], ['/data/paymentMethods?page=2', 'paymentMethods'], ['/data/journals', 'journals'],
      [`/connections/${connectionId}/data/itemReceipts`, 'itemReceipts'], [`/connections/${connectionId}/data/bankAccounts/1/bankTransactions`, 'bankTransactions'],
    ]) {
      expect((await get(path)).body).toMatchObject({ statusCode: 404, error: `Datatype [${dataType}] not supported by platform(s) [Xero]`, canBeRetried: 'False' });
    }
    expect((await get(`/connections/${companyId}/data/itemReceipts`)).body).toMatchObject({ statusCode: 404, error: `Data connection ${companyId} not found` });
  });

  it('stay readable while they are pulled again, and when a later pull fails', async () => {
    const connectionId = await connect();
    await pulled(connectionId, 'invoices', [invoice('1')]);
    await dataset(connectionId, 'invoices', 'FetchError');
    await dataset(connectionId, 'invoices', 'Fetching', null);
    expect((await get('/data/invoices')).body.totalResults).toBe(1);
  });

  it('are those of the linked connection, else of the one that was linked last', async () => {
    await pulled(await connect('Unlinked', '2026-11-01T09:00:00Z'), 'items', [invoice('old')]);
    const last = await connect('Deauthorized', '2026-11-02T09:00:00Z');
    await pulled(last, 'items', [invoice('last')]);
    const ids = async () => (await get('/data/items')).body.results.map(({ id }: { id: string }) => id);
    expect(await ids()).toEqual(['last']);
    const linked = await connect('Linked', '2026-10-01T09:00:00Z');
    await pulled(linked, 'items', [invoice('linked')]);
    expect(await ids()).toEqual(['linked']);
  });

  it('of bank accounts are read from one connection', async () => {
    const [first, second] = [await connect('Unlinked'), await connect()];
    await pulled(first, 'bankAccounts', [invoice('1')]);
    await pulled(second, 'bankAccounts', [invoice('2')]);
    expect((await get(`/connections/${first}/data/bankAccounts`)).body).toMatchObject({ totalResults: 1, results: [{ id: '1' }], _links: { self: { href: `/api${at(`/connections/${first}/data/bankAccounts`)}` } } });
    expect((await get(`/connections/${second}/data/bankAccounts/2`)).body.id).toBe('2');
    expect((await get(`/connections/${second}/data/bankAccounts/1`)).status).toBe(404);
    expect((await get(`/connections/${companyId}/data/bankAccounts`)).body).toMatchObject({ statusCode: 404, error: `Data connection ${companyId} not found` });
    expect((await get('/data/bankAccounts')).status).toBe(404);
  });

  it('of the company are one object', async () => {
    await pulled(await connect(), 'company', [{ id: 'x', document: { companyName: 'Demo Company (UK)', baseCurrency: 'GBP' } }]);
    expect((await get('/data/info')).body).toEqual({ companyName: 'Demo Company (UK)', baseCurrency: 'GBP' });
  });

  it('of the company are as they were at an instant that is named', async () => {
    const connectionId = await connect();
    await pulled(connectionId, 'company', [{ id: 'x', document: { companyName: 'New name', modifiedDate: '2026-11-01T10:00:00Z' } }]);
    await replaced(connectionId, 'company', 'x', { companyName: 'Old name' });
    expect((await get('/data/info?asOf=2026-10-31T00:00:00Z')).body).toEqual({ companyName: 'Old name' });
    expect((await get('/data/info?asOf=2026-11-02T00:00:00Z')).body).toMatchObject({ companyName: 'New name' });
    expect((await get('/data/info?asOf=2026-09-01T00:00:00Z')).body).toMatchObject({ statusCode: 404, error: `No data available for company for ID ${companyId}` });
    expect((await get('/data/info?asOf=soon')).body).toMatchObject({ statusCode: 400, validation: { errors: [{ itemId: 'asOf' }] } });
  });

  it('of tracking categories are flat in a list and a tree one by one', async () => {
    const region = { id: 'r', name: 'Region', hasChildren: true };
    const north = { id: 'n', name: 'North', parentId: 'r', hasChildren: false };
    await pulled(await connect(), 'trackingCategories', [{ id: 'r', document: region }, { id: 'n', document: north }, { id: 'o', document: { id: 'o', name: 'Other', hasChildren: false } }]);
    expect((await get('/data/trackingCategories')).body.results.map(({ id }: { id: string }) => id)).toEqual(['n', 'o', 'r']);
    expect((await get('/data/trackingCategories/r')).body).toEqual({ ...region, subCategories: [{ ...north, subCategories: [] }] });
    expect((await get('/data/trackingCategories/n')).body).toEqual({ ...north, subCategories: [] });
  });
});
