import { type ApiOperator, portalApi, type PortalApi } from '#test/portal-api';
import { storeConnection, storeDataset } from '#test/stored-records';
import pg from 'pg';

describe('searches that the database is slow to answer', () => {
  let api: PortalApi;
  let owner: pg.Client;
  let operator: ApiOperator;
  let data: string;

  beforeAll(async () => {
    api = await portalApi();
    owner = new pg.Client({ connectionString: api.database.ownerUrl });
    await owner.connect();
  }, 60_000);

  beforeEach(async () => {
    operator = await api.addOperator();
    const { tenants } = api.database;
    const companyId: string = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    const connectionId = await storeConnection(tenants, operator.operatorId, companyId);
    await storeDataset(tenants, operator.operatorId, { companyId, connectionId, dataType: 'invoices' });
    data = `/companies/${companyId}/data`;
  });

  afterAll(async () => {
    await owner?.end();
    await api?.close();
  });

  /** Nothing can read the table while `work` goes on. */
  async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
    await owner.query(`begin; lock table ${table} in access exclusive mode`);
    try {
      return await work();
    } finally {
      await owner.query('rollback');
    }
  }

  it('leave connections to other operators, and are refused when too many wait', async () => {
    const other = await api.addOperator();
    const searches = await whileLocked('record_total', async () => {
      const all = Array.from({ length: 44 }, (_, index) => operator.call('GET', `${data}/invoices?query=${index % 2 ? 'status%3Dpaid' : ''}&orderBy=-issueDate`));
      expect((await other.call('GET', '/companies')).status).toBe(200);
      expect((await other.call('GET', '/companies?query=name%3Da')).status).toBe(200);
      const refused = await Promise.race(all);
      expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '5' }, body: { statusCode: 429, service: 'PublicApi', canBeRetried: 'True' } });
      return { all };
    });
    const statuses = (await Promise.all(searches.all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    expect(statuses.filter((status) => status === 200)).toHaveLength(40);
  });

  it('are given up after fifteen seconds, in every list', async () => {
    const lists = ['/companies', `${data}/invoices`, `${data}/history`];
    const answers = await whileLocked('company', () => Promise.all(lists.map((path) => operator.call('GET', path))));
    expect(answers.map(({ status, body }) => [status, body.error])).toEqual(lists.map(() => [400, expect.stringContaining('takes too long')]));
  });
});
