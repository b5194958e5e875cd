import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { linkedCompany } from '#test/linked-company';
import { storeRecords } from '#test/stored-records';
import { orderRemappings } from './order-remappings.js';

describe('the command that has records mapped again', () => {
  let database: TestDatabase;

  beforeAll(async () => { database = await testDatabase(); }, 60_000);
  afterAll(() => database?.drop());

  it('orders it once for every connection that has records, of all data types or of some', async () => {
    const companies = [await linkedCompany(database, 'gbol'), await linkedCompany(database, 'gbol')];
    for (const { operatorId, connectionId } of companies) {
      await storeRecords(database.tenants, { operatorId, connectionId, dataType: 'items' }, [{ id: newId(), document: { name: 'A' } }]);
      await storeRecords(database.tenants, { operatorId, connectionId, dataType: 'bills' }, [{ id: newId(), document: null }]);
    }
    await linkedCompany(database, 'gbol');
    expect(await orderRemappings(database.ownerUrl, [])).toBe(2);
    expect(await orderRemappings(database.ownerUrl, [])).toBe(2);
    expect(await orderRemappings(database.ownerUrl, ['items'])).toBe(2);
    expect(await orderRemappings(database.ownerUrl, ['invoices'])).toBe(0);
    for (const { operatorId, connectionId } of companies) {
      const { rows } = await database.tenants.sql(operatorId, (client) =>
        client.query('select scope, status from remapping where operator_id = $1 and connection_id = $2 order by scope::text', [operatorId, connectionId]));
      expect(rows).toEqual([{ scope: { dataTypes: ['bills', 'items'] }, status: 'queued' }, { scope: { dataTypes: ['items'] }, status: 'queued' }]);
    }
  });

  it('refuses a word that is no data type, and orders nothing', async () => {
    const { operatorId, connectionId } = await linkedCompany(database, 'gbol');
    await storeRecords(database.tenants, { operatorId, connectionId, dataType: 'bills' }, [{ id: newId(), document: null }]);
    await expect(orderRemappings(database.ownerUrl, ['bills', 'Invoices'])).rejects.toThrow(/^No such data type: Invoices\. There are: company, .*invoices/);
    expect(await database.tenants.sql(operatorId, (client) => client.query('select 1 from remapping'))).toMatchObject({ rowCount: 0 });
  });
});
