import { newId } from '#platform/ids';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset, storeRecords } from '#test/stored-records';

const native = (i: number) => ({ InvoiceID: `i${i}`, InvoiceNumber: `INV-${i}`, Total: i, Contact: { Name: 'Ann' }, LineItems: [{ ItemCode: 'A' }, { ItemCode: 'B' }] });

describe('custom data', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let company: { companyId: string; connectionId: string };
  beforeAll(async () => {
    operator = await api.addOperator();
    const companyId = (await operator.call('POST', '/companies', { name: 'Toft' })).body.id;
    const connectionId = await storeConnection(api.database.tenants, operator.operatorId, companyId);
    company = { companyId, connectionId };
    for (const [dataType, ids] of [['invoices', [1, 2, 3]], ['bills', [4]]] as const) {
      await storeDataset(api.database.tenants, operator.operatorId, { ...company, dataType });
      await storeRecords(api.database.tenants, { operatorId: operator.operatorId, connectionId, dataType, source: 'Invoices' },
        ids.map((i) => ({ id: `i${i}`, document: { id: `i${i}` }, deleted: i === 3 })));
      for (const i of ids) {
        await api.database.tenants.sql(operator.operatorId, (client) => client.query('update record set native = $2 where operator_id = $1 and source_id = $3', [operator.operatorId, JSON.stringify(native(i)), `i${i}`]));
      }
    }
  });

  const supplies = '/integrations/gbol/dataTypes/invoices/supplementalDataConfig';
  const config = { extra: { dataSource: '/Invoices', pullData: { ref: 'Reference' }, pushData: { ref: 'Reference' } } };
  const custom = '/integrations/gbol/dataTypes/custom/myInvoices';
  const type = { dataSource: '/api.xro/2.0/Invoices', requiredData: { number: '$.InvoiceNumber', contact: '$.Contact', items: '$.LineItems[*].ItemCode', none: '$.None' }, keyBy: ['$.InvoiceID'] };
  const list = (query = '', of = company) => operator.call('GET', `/companies/${of.companyId}/connections/${of.connectionId}/data/custom/myInvoices${query}`);

  it('supplemental data is configured, read, and ended by an empty object; records are ordered to be mapped again', async () => {
    expect((await operator.call('GET', supplies)).body).toEqual({ supplementalDataConfig: {} });
    const put = await operator.call('PUT', supplies, { supplementalDataConfig: config });
    expect([put.status, put.body]).toEqual([200, undefined]);
    expect((await operator.call('GET', supplies.replace('dataTypes', 'datatypes'))).body).toEqual({ supplementalDataConfig: config });
    const ordered = await api.database.tenants.sql(operator.operatorId, (client) => client.query('select connection_id, scope from remapping'));
    expect(ordered.rows).toEqual([{ connection_id: company.connectionId, scope: { dataTypes: ['invoices'] } }]);
    expect((await operator.call('PUT', supplies, {})).status).toBe(200);
    expect((await operator.call('GET', supplies)).body).toEqual({ supplementalDataConfig: {} });
  });

  it.each([
    [{ supplementalDataConfig: { extra: { dataSource: '/Contacts', pullData: {} } } }, 'supplementalDataConfig.extra.dataSource'],
    [{ supplementalDataConfig: { extra: { pullData: { x: 'a..b' } } } }, 'supplementalDataConfig.extra.pullData.x'],
    [{ supplementalDataConfig: { extra: { pullData: [] } } }, 'supplementalDataConfig.extra.pullData'],
    [{ supplementalDataConfig: [] }, 'supplementalDataConfig'],
    [[], 'body'],
  ])('supplemental data as %j is refused by name', async (body, field) => {
    const { status, body: answer } = await operator.call('PUT', supplies, body);
    expect([status, answer.validation?.errors[0].itemId]).toEqual([400, field]);
  });

  it('of what is not there is not found', async () => {
    for (const path of [supplies.replace('gbol', 'zzzz'), supplies.replace('invoices', 'nothing'), supplies.replace('invoices', 'balanceSheet'), custom.replace('gbol', 'zzzz'), custom.replace('myInvoices', 'yours')]) {
      expect([path, (await operator.call('GET', path)).status]).toEqual([path, 404]);
    }
    expect((await list('', { ...company, connectionId: newId() })).status).toBe(404);
    expect((await list('', { ...company, companyId: newId() })).status).toBe(404);
  });

  it('a custom data type lists the native documents of its endpoint, each once and without deleted ones', async () => {
    expect((await list()).status).toBe(404);
    expect((await operator.call('PUT', custom, type)).body).toEqual(type);
    expect((await operator.call('GET', custom)).body).toEqual(type);
    const { status, body } = await list();
    expect([status, body.pageNumber, body.pageSize, body.totalResults]).toEqual([200, 1, 100, 3]);
    expect(body.results[0]).toEqual({
      id: 'i1', content: { number: { value: 'INV-1' }, contact: { Name: 'Ann' }, items: { value: ['A', 'B'] }, none: { value: null } },
      modifiedDate: { modifiedDate: '2026-01-01T00:00:00Z' },
    });
    expect((await list('?page=2&pageSize=2')).body.results.map(({ id }: { id: string }) => id)).toEqual(['i4']);
  });

  it('a custom data type of an endpoint that is not pulled is refused, and one that was not pulled yet says so', async () => {
    expect((await operator.call('PUT', custom, { ...type, dataSource: '/Quotes' })).body.validation.errors[0].itemId).toBe('dataSource');
    await operator.call('PUT', custom, { ...type, dataSource: '/Contacts' });
    expect((await list()).status).toBe(409);
  });

  it('a custom data type is refreshed by a pull of the same documents, one at a time', async () => {
    await operator.call('PUT', custom, type);
    const path = `/companies/${company.companyId}/connections/${company.connectionId}/data/queue/custom/myInvoices`;
    const { status, body } = await operator.call('POST', path);
    expect([status, body.dataType, body.status, body.connectionId]).toEqual([200, 'invoices', 'Queued', company.connectionId]);
    expect((await operator.call('POST', path)).status).toBe(409);
  });

  it('is each operator\'s own', async () => {
    const other = await api.addOperator();
    await operator.call('PUT', supplies, { supplementalDataConfig: config });
    await operator.call('PUT', custom, type);
    expect((await other.call('GET', supplies)).body).toEqual({ supplementalDataConfig: {} });
    expect((await other.call('GET', custom)).status).toBe(404);
    expect((await other.call('GET', `/companies/${company.companyId}/connections/${company.connectionId}/data/custom/myInvoices`)).status).toBe(404);
  });
});
