import { usePortalApi } from '#test/portal-api';
import { storeConnection } from '#test/stored-records';

describe('mapping stored records again', () => {
  const api = usePortalApi();

  it('is ordered for one data type of a connection and can be watched', async () => {
    const operator = await api.addOperator();
    const companyId: string = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    const connectionId = await storeConnection(api.database.tenants, operator.operatorId, companyId);
    const at = `/companies/${companyId}/connections/${connectionId}`;
    const { status, body } = await operator.call('POST', `${at}/data/invoices/remap`);
    expect([status, body]).toEqual([200, { id: expect.any(String), connectionId, dataTypes: ['invoices'], status: 'queued', requested: expect.any(String) }]);
    expect((await operator.call('GET', `${at}/remappings/${body.id}`)).body).toEqual(body);
    expect((await operator.call('POST', `${at}/data/journals/remap`)).status).toBe(404);
    expect((await operator.call('GET', `${at}/remappings/${connectionId}`)).body).toMatchObject({ statusCode: 404, error: `No remapping was found with ID ${connectionId}` });
  });
});
