import { usePortalApi } from '#test/portal-api';
import { storeConnection, storeProof } from '#test/stored-records';

describe('proofs of the books', () => {
  const api = usePortalApi();

  async function linked(status = 'Linked') {
    const operator = await api.addOperator();
    const companyId: string = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    const connectionId = await storeConnection(api.database.tenants, operator.operatorId, companyId, status);
    return { operator, companyId, connectionId, at: `/companies/${companyId}/connections/${connectionId}` };
  }

  it('are told with the account that differs, in which report and since when, and in short with the connection', async () => {
    const { operator, companyId, connectionId, at } = await linked();
    const id = await storeProof(api.database.tenants, operator.operatorId, connectionId);
    const { status, body } = await operator.call('GET', `${at}/proof`);
    expect(status).toBe(200);
    expect(body).toEqual({
      id, connectionId, status: 'Differs', message: '1 account differs from Xero\'s trial balance: Sales (200).', requested: '2026-11-22T10:00:00.000Z', completed: '2026-11-22T10:00:05.000Z',
      tries: 2, calls: 4, reasons: [],
      comparison: {
        currency: 'GBP', asOf: '2026-11-22', openingDate: '2024-12-31', months: { from: '2024-12', to: '2026-11' }, documents: 3, postings: 9, accounts: 4, differingAccounts: 1,
        differences: [{ account: { id: 'sales', code: '200', name: 'Sales' }, report: 'TrialBalance', date: '2026-11-22', dates: 1, ours: -100, theirs: -99.99, difference: 0.01 }],
      },
    });
    expect((await operator.call('GET', `${at}/proofs?query=status=Differs`)).body).toMatchObject({ totalResults: 1, results: [body] });
    const shown = { status: 'Differs', message: body.message, asOf: '2026-11-22', completed: body.completed };
    expect((await operator.call('GET', at)).body.ledgerProof).toEqual(shown);
    expect((await operator.call('GET', `/companies/${companyId}`)).body.dataConnections[0].ledgerProof).toEqual(shown);
  });

  it('can be ordered, once at a time, and wait while something is being pulled', async () => {
    const { operator, connectionId, at } = await linked();
    expect((await operator.call('GET', `${at}/proof`)).body).toMatchObject({ statusCode: 404, error: `Data connection ${connectionId} was not proved yet` });
    expect((await operator.call('GET', at)).body.ledgerProof).toBeUndefined();
    const { status, body } = await operator.call('POST', `${at}/proof`);
    expect([status, body]).toEqual([200, { id: expect.any(String), connectionId, status: 'Pending', message: expect.stringContaining('being pulled'), requested: expect.any(String), tries: 0, calls: 0, reasons: [] }]);
    expect((await operator.call('POST', `${at}/proof`)).body).toEqual(body);
    expect((await operator.call('GET', `${at}/proof`)).body).toEqual(body);
  });

  it('are refused for a connection that is not linked', async () => {
    const { operator, connectionId, at } = await linked('Unlinked');
    expect((await operator.call('POST', `${at}/proof`)).body).toMatchObject({ statusCode: 409, error: `Data connection ${connectionId} is not linked` });
  });
});
