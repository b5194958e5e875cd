import { Agent, createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import pg from 'pg';
import { newId } from '#platform/ids';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { percentile, rounded } from './measure.js';

const rows = 100_000;
const secondsEach = 6;
/** As fast as so many can ask: what the machine gives at most. */
const connections = 8;
/** Waiting times are of half as many too: with all of them the machine is as busy as it can be, and most of a wait is for the processor. */
const fewConnections = 4;

interface Load {
  perSecond: number;
  p95Ms: number;
}

/** Lists of 100 from 100,000 invoices, filtered and not, beside a bare server that sends the same documents. */
export async function benchLists(): Promise<Record<string, unknown>> {
  const platform = await startPlatform({ durable: true, simulator: { SIMULATOR_INVOICES: '50' } });
  try {
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    const company = await operator.createCompany('Bench');
    const connectionId = await operator.link(company.id);
    await operator.untilPulled(company.id);
    const operatorId = await multiply(platform, connectionId);
    const bare = await bareServer(platform.appUrl, operatorId, connectionId);
    const path = `/api/companies/${company.id}/data/invoices`;
    const authorization = `Basic ${Buffer.from(platform.apiKey).toString('base64')}`;
    const figures: Record<string, unknown> = {};
    for (const [name, mine, theirs] of [
      ['first page', `${path}?pageSize=100`, '/first'],
      ['page 900', `${path}?pageSize=100&page=900`, '/deep'],
      ['filtered by status', `${path}?pageSize=100&query=status%3DPaid`, '/paid'],
    ] as const) {
      const ours: Load[] = [];
      const floor: Load[] = [];
      const calm: Load[] = [];
      for (let round = 0; round < 3; round += 1) {
        floor.push(await load(`${bare.url}${theirs}`, {}));
        ours.push(await load(`${platform.portalUrl}${mine}`, { authorization }));
        calm.push(await load(`${platform.portalUrl}${mine}`, { authorization }, fewConnections));
      }
      const best = (loads: Load[]) => Math.max(...loads.map(({ perSecond }) => perSecond));
      const p95 = (loads: Load[]) => rounded(Math.min(...loads.map(({ p95Ms }) => p95Ms)), 1);
      figures[name] = {
        oursPerSecond: rounded(best(ours), 0), barePerSecond: rounded(best(floor), 0), ratio: rounded(best(ours) / best(floor)),
        p95Ms: { ours: p95(ours), bare: p95(floor), [`oursOn${fewConnections}Connections`]: p95(calm) },
      };
    }
    bare.server.close();
    return { rows, connections, ...figures };
  } finally {
    await platform.stop();
  }
}

/** Copies the pulled invoices until there are 100,000, under ids of their own. */
async function multiply(platform: RunningPlatform, connectionId: string): Promise<string> {
  const admin = new pg.Client({ connectionString: platform.adminUrl });
  await admin.connect();
  try {
    const { rows: [one] } = await admin.query<{ operator_id: string; count: number }>(`
      select operator_id, count(*)::int as count from record where connection_id = $1 and data_type = 'invoices' and document is not null group by 1`, [connectionId]);
    await admin.query(`
      insert into record
      select r.operator_id, r.connection_id, r.data_type, copy.id, replace(r.document, r.source_id, copy.id), r.document_hash, '{}', r.native_hash, null,
        r.is_deleted, r.modified_at, r.source_modified_at, r.status, r.number, r.contact_id, r.currency, r.issued_on, r.due_on, r.total, r.amount_due
      from (select *, row_number() over (order by source_id) - 1 as place from record where connection_id = $1 and data_type = 'invoices' and document is not null) r
      join (select gen_random_uuid()::text as id, n from generate_series(1, $2::int) n) copy on copy.n % $3 = r.place`, [connectionId, rows - one.count, one.count]);
    await admin.query(`update record_total set served = (select count(*) from record where connection_id = $1 and data_type = 'invoices' and document is not null and not is_deleted)
      where connection_id = $1 and data_type = 'invoices'`, [connectionId]);
    await admin.query('vacuum analyze record');
    return one.operator_id;
  } finally {
    await admin.end();
  }
}

/** node:http and pg, a prepared statement, no sign-in, no tenancy, no count: what nothing that serves these documents can beat by much. */
async function bareServer(appUrl: string, operatorId: string, connectionId: string): Promise<{ url: string; server: Server }> {
  const pool = new pg.Pool({ connectionString: appUrl, max: 10, options: `-c app.operator=${operatorId}` });
  const base = `select document from record where operator_id = $1 and connection_id = $2 and data_type = 'invoices'`;
  const deepKey = await pool.query<{ source_id: string }>(`select source_id from record where operator_id = $1 and connection_id = $2 and data_type = 'invoices' order by source_id offset 89899 limit 1`, [operatorId, connectionId]);
  const statements: Record<string, { name: string; text: string; values: unknown[] }> = {
    '/first': { name: `first-${newId()}`, text: `${base} order by source_id limit 100`, values: [operatorId, connectionId] },
    '/deep': { name: `deep-${newId()}`, text: `${base} and source_id > $3 order by source_id limit 100`, values: [operatorId, connectionId, deepKey.rows[0].source_id] },
    '/paid': { name: `paid-${newId()}`, text: `${base} and status = $3 order by source_id limit 100`, values: [operatorId, connectionId, 'paid'] },
  };
  const server = createServer((incoming, response) => {
    pool.query<{ document: string }>(statements[incoming.url!]).then(
      (result) => response.writeHead(200, { 'content-type': 'application/json' }).end(`{"results":[${result.rows.map((row) => row.document).join(',')}]}`),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  server.on('close', () => void pool.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, server };
}

/** Asks as fast as a few kept connections can, for some seconds after a second of warming up. */
async function load(url: string, headers: Record<string, string>, sockets = connections): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const durations: number[] = [];
  const start = performance.now();
  const measured = start + 1000;
  const end = measured + secondsEach * 1000;
  const one = async () => {
    while (performance.now() < end) {
      const asked = performance.now();
      await get(url, agent, headers);
      if (asked >= measured) durations.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: sockets }, one));
  agent.destroy();
  return { perSecond: durations.length / secondsEach, p95Ms: percentile(durations, 0.95) };
}

function get(url: string, agent: Agent, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      response.on('data', () => undefined);
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    }).on('error', reject).end();
  });
}
