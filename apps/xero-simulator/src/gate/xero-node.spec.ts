import { XeroClient } from 'xero-node';
import { Person } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

describe('Xero’s own Node client', () => {
  let simulator: RunningSimulator;
  let client: XeroClient;
  let tenantId: string;
  beforeAll(async () => {
    simulator = await startSimulator();
    const tokens = await new Person(simulator).link();
    tenantId = [...simulator.world.connections.values()][0].tenantId;
    client = new XeroClient({ clientId: simulator.clientId, clientSecret: simulator.clientSecret });
    client.setTokenSet({ ...tokens });
    client.accountingApi.basePath = `${simulator.url}/api.xro/2.0`;
  });
  afterAll(() => simulator.stop());

  test('reads the organisation', async () => {
    const { body } = await client.accountingApi.getOrganisations(tenantId);
    expect(body.organisations).toEqual([expect.objectContaining({ organisationID: tenantId, name: 'Demo Company (UK)', baseCurrency: 'GBP' })]);
  });

  test('pages invoices with their lines', async () => {
    const page = (number: number) =>
      client.accountingApi.getInvoices(tenantId, undefined, undefined, 'UpdatedDateUTC DESC', undefined, undefined, undefined, undefined, number, undefined, undefined, 4, undefined, 10);
    const first = (await page(1)).body;
    const second = (await page(2)).body;
    expect(first.pagination).toEqual({ page: 1, pageSize: 10, pageCount: 2, itemCount: 20 });
    const invoices = [...(first.invoices ?? []), ...(second.invoices ?? [])];
    expect(new Set(invoices.map((invoice) => invoice.invoiceID)).size).toBe(20);
    expect(invoices.every((invoice) => (invoice.lineItems ?? []).length > 0)).toBe(true);
    expect(invoices.every((invoice) => (invoice.updatedDateUTC as unknown) instanceof Date)).toBe(true);
  });

  test('reads accounts, contacts, tax rates and payments', async () => {
    const api = client.accountingApi;
    expect((await api.getAccounts(tenantId)).body.accounts?.length).toBeGreaterThan(10);
    expect((await api.getContacts(tenantId, undefined, undefined, undefined, undefined, 1, true)).body.contacts?.length).toBeGreaterThan(0);
    expect((await api.getTaxRates(tenantId)).body.taxRates?.length).toBeGreaterThan(0);
    expect((await api.getPayments(tenantId, undefined, undefined, undefined, 1)).body.payments?.length).toBeGreaterThan(0);
  });

  test('meets a missing scope as an error with status 401', async () => {
    await expect(client.accountingApi.getBankTransactions(tenantId)).rejects.toMatch(/"statusCode":401.*AuthorizationUnsuccessful/);
  });
});
