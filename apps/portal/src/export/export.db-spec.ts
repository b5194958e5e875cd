import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { strFromU8, unzipSync } from 'fflate';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset, storeRecords } from '#test/stored-records';
import { Exports } from './exports.service.js';

const many = 1_200;

describe('exports of a company', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let companyId: string;
  let connectionId: string;

  const invoice = (place: number) => ({ id: `i${String(place).padStart(5, '0')}`, note: place === 0 ? '=1+1' : `note ${place}`, totalAmount: place / 4, status: 'Paid', lineItems: [{ description: 'tea', quantity: place }], modifiedDate: '2026-01-01T00:00:00Z' });

  beforeEach(async () => {
    const { tenants } = api.database;
    operator = await api.addOperator();
    companyId = (await operator.call('POST', '/companies', { name: 'Ünï & Co' })).body.id;
    connectionId = await storeConnection(tenants, operator.operatorId, companyId);
    for (const dataType of ['invoices', 'items']) await storeDataset(tenants, operator.operatorId, { companyId, connectionId, dataType });
    const documents = Array.from({ length: many }, (_, place) => invoice(place));
    await storeRecords(tenants, { operatorId: operator.operatorId, connectionId, dataType: 'invoices' }, [
      ...documents.map((document) => ({ id: document.id, document, deleted: document.id === 'i00001' })), { id: 'unreadable', document: null },
    ]);
  });

  async function download(query = ''): Promise<Record<string, string>> {
    const authorization = `Basic ${Buffer.from(operator.apiKey).toString('base64')}`;
    const answer = await api.app.inject({ url: `/api/companies/${companyId}/data/export${query}`, headers: { authorization } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/zip');
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="_n_ & Co 20\d\d-\d\d-\d\d\.zip"/);
    return textsOf(answer.rawPayload);
  }

  it('hold every record as it is served, and say what there is', async () => {
    const files = await download();
    const documents = files['invoices.ndjson'].trim().split('\n').map((line) => JSON.parse(line) as object);
    expect(documents).toEqual(Array.from({ length: many }, (_, place) => invoice(place)));
    const index = JSON.parse(files['index.json']);
    expect(index).toMatchObject({ company: { id: companyId, name: 'Ünï & Co' }, connectionId, platformName: 'Xero', format: 'ndjson' });
    const of = (dataType: string) => index.dataTypes.find((row: { dataType: string }) => row.dataType === dataType);
    expect(of('invoices')).toEqual({ dataType: 'invoices', files: ['invoices.ndjson'], records: many, deleted: 1, unreadable: 1, lastSuccessfulSync: '2026-11-01T10:01:00.000Z' });
    expect(of('items')).toMatchObject({ files: ['items.ndjson'], records: 0 });
    expect(of('bills')).toEqual({ dataType: 'bills', files: [], records: 0, deleted: 0, unreadable: 0 });
    expect(Object.keys(files).sort()).toEqual(['index.json', 'invoices.ndjson', 'items.ndjson']);
  });

  it('are tables in CSV, of the data types that were asked for', async () => {
    const files = await download('?format=csv&dataTypes=invoices');
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['index.json', 'invoices.csv', 'invoices.lineItems.csv']));
    expect(Object.keys(files).filter((name) => !/^(index\.json|invoices\.)/.test(name))).toEqual([]);
    expect(files['invoices.csv'].trim().split('\r\n')).toHaveLength(many + 1);
    expect(files['invoices.csv']).toContain("'=1+1");
    expect(files['invoices.lineItems.csv'].trim().split('\r\n')).toHaveLength(many + 1);
  });

  it('show one moment, whatever is stored while they are sent', async () => {
    const { file: { stream } } = await api.app.get(Exports).open({ operatorId: operator.operatorId, companyId, format: 'ndjson' });
    await api.database.tenants.sql(operator.operatorId, (client) => client.query(`update record set document = '{"id":"later"}' where connection_id = $1`, [connectionId]));
    const { 'invoices.ndjson': text } = textsOf(await buffer(stream));
    expect(text).not.toContain('later');
  });

  it('are two at once, and one that nobody wants gives its place back', async () => {
    const exports = api.app.get(Exports);
    const open = () => exports.open({ operatorId: operator.operatorId, companyId, format: 'csv' });
    const held = [await open(), await open()].map(({ file }) => file.stream);
    await expect(open()).rejects.toMatchObject({ kind: 'tooMany' });
    const other = await api.addOperator();
    await expect(exports.open({ operatorId: other.operatorId, companyId, format: 'csv' })).rejects.toMatchObject({ kind: 'notFound' });
    for (const one of held) {
      one.destroy();
      await finished(one).catch(() => undefined);
    }
    const next = await untilOpened(open);
    await buffer(next.file.stream);
  });

  it('that break in the middle never look whole', async () => {
    await api.database.tenants.sql(operator.operatorId, (client) => client.query(`update record set document = '{broken' where connection_id = $1 and source_id = 'i01000'`, [connectionId]));
    const { file: { stream } } = await api.app.get(Exports).open({ operatorId: operator.operatorId, companyId, format: 'csv' });
    await expect(buffer(stream)).rejects.toThrow();
  });

  it('refuse what they cannot give', async () => {
    const path = `/companies/${companyId}/data/export`;
    expect(await operator.call('GET', `${path}?format=xls`)).toMatchObject({ status: 400, body: { validation: { errors: [{ itemId: 'format', message: expect.stringContaining('ndjson or csv') }] } } });
    expect(await operator.call('GET', `${path}?dataTypes=invoices,nonsense`)).toMatchObject({ status: 400, body: { validation: { errors: [{ itemId: 'dataTypes', message: expect.stringContaining('separated by commas') }] } } });
    const { body: { id } } = await operator.call('POST', '/companies', { name: 'New' });
    expect(await operator.call('GET', `/companies/${id}/data/export`)).toMatchObject({ status: 404, body: { error: expect.stringContaining('never linked') } });
  });
});

function textsOf(zip: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(new Uint8Array(zip))).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

/** The place is given back when the database has ended the transaction, which nobody is told of. */
async function untilOpened<T>(open: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if ((error as { kind?: string }).kind !== 'tooMany') throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
