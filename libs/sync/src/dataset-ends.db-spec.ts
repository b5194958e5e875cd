import type pg from 'pg';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import { endParts } from './dataset-rows.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => { bench = await PullBench.open(database); });

interface Scan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Scan[];
}

function looked({ Plans = [], ...scan }: Scan): number {
  const rows = 'Relation Name' in scan ? (scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0)) * scan['Actual Loops'] : 0;
  return Plans.reduce((sum, below) => sum + looked(below), rows);
}

/** How many rows a client's SELECTs look at. */
function counting(client: pg.ClientBase): { client: pg.ClientBase; rows: number[] } {
  const rows: number[] = [];
  const query = async (text: string, values: unknown[]) => {
    if (/^\s*select/.test(text)) {
      const { rows: [plan] } = await client.query<{ 'QUERY PLAN': { Plan: Scan }[] }>(`explain (analyze, format json) ${text}`, values);
      rows.push(looked(plan['QUERY PLAN'][0].Plan));
    }
    return client.query(text, values);
  };
  return { client: { query } as unknown as pg.ClientBase, rows };
}

describe('the end of a reading', () => {
  it('looks at its own datasets and at none of the others that are being pulled', async () => {
    const { operatorId, companyId, connectionId } = bench.company;
    await bench.refresh.all(operatorId, companyId);
    const invoices = await bench.dataset('invoices');
    await bench.rowsOf(`
      insert into dataset (operator_id, id, company_id, connection_id, data_type) select $1, gen_random_uuid(), $2, $3, 'other ' || n from generate_series(1, 5000) n`, [companyId, connectionId]);
    await bench.rowsOf(`insert into record_total (operator_id, connection_id, data_type, served) select $1, $2, 'other ' || n, n from generate_series(1, 5000) n`, [connectionId]);
    await bench.rowsOf(`insert into record_total (operator_id, connection_id, data_type, served) values ($1, $2, 'invoices', 7)`, [connectionId]);
    const [reading] = await bench.rowsOf<{ id: string }>(`select id from reading where operator_id = $1 and source = 'Invoices'`);
    const [dataset] = await bench.rowsOf<{ id: string }>(`select id from dataset where operator_id = $1 and data_type = 'invoices'`);
    const looks = await database.tenants.sql(operatorId, async (client) => {
      const counted = counting(client);
      await endParts(counted.client, { operatorId, id: reading.id }, [{ id: dataset.id, status: 'Complete', error: null, counts: { read: 7 } }]);
      return counted.rows;
    });
    expect(Math.max(...looks)).toBeLessThan(20);
    expect(invoices.status).toBe('Queued');
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', counts: { read: 7, stored: 7 } });
  });
});
