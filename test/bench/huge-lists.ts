import pg from 'pg';
import { queryTarget } from '#accounting/properties';
import { parseOrderBy, parseQuery } from '#accounting/query';
import { readPage, readSettings } from '#records/read';
import { explaining } from '#test/explaining';
import type { OperatorClient } from '#test/operator-client';
import type { RunningPlatform } from '#test/processes';
import { percentile, rounded, seconds } from './measure.js';

const pageSize = 100;
/** Pages drawn by lot over the whole depth of each list. */
const asked = 150;

interface Search {
  query?: string;
  orderBy?: string;
}

/** How a list of that many records is searched: plainly, by what has an index of its own, and in other orders. */
function searches(contactId: string): Record<string, Search> {
  return {
    'all': {},
    'newest issued first': { orderBy: '-issueDate' },
    'last changed first': { orderBy: '-modifiedDate' },
    'by status': { query: 'status=Paid' },
    'by customer': { query: `customerRef.id=${contactId}` },
    'issued since a year ago': { query: `issueDate>=${daysAgo(365)}` },
    'issued since a week ago': { query: `issueDate>=${daysAgo(7)}`, orderBy: '-issueDate' },
    'paid and issued in a quarter': { query: `status=Paid&&issueDate>=${daysAgo(200)}&&issueDate<${daysAgo(110)}`, orderBy: 'issueDate' },
    'largest first': { orderBy: '-totalAmount' },
    'paid, last issued first': { query: 'status=Paid', orderBy: '-issueDate' },
    'paid, largest first': { query: 'status=Paid', orderBy: '-totalAmount' },
    'large amounts, largest first': { query: 'totalAmount>10000', orderBy: '-totalAmount' },
  };
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Waiting times of pages at any depth over HTTP, and by which index each list is served. */
export async function listFigures(platform: RunningPlatform, operator: OperatorClient, companyId: string, connectionId: string): Promise<Record<string, unknown>> {
  const [first] = (await pageOf(operator, companyId, {}, 1)).results;
  const figures: Record<string, unknown> = {};
  for (const [name, search] of Object.entries(searches(String(first['customerRef']?.['id'])))) {
    let total = 0;
    const firstPage = await seconds(async () => { total = (await pageOf(operator, companyId, search, 1)).totalResults; });
    const pages = Math.max(1, Math.ceil(total / pageSize));
    const lastPage = await seconds(() => pageOf(operator, companyId, search, pages));
    const waits: number[] = [];
    for (let count = 0; count < asked; count += 1) {
      waits.push(1000 * await seconds(() => pageOf(operator, companyId, search, 1 + Math.floor(Math.random() * pages))));
    }
    figures[name] = {
      records: total, p50Ms: rounded(percentile(waits, 0.5), 1), p95Ms: rounded(percentile(waits, 0.95), 1), mostMs: rounded(Math.max(...waits), 1),
      firstEverMs: rounded(1000 * firstPage, 0), lastPageFirstMs: rounded(1000 * lastPage, 0),
      plans: await plansOf(platform, connectionId, search, Math.floor(pages / 2) * pageSize),
    };
  }
  return figures;
}

interface WirePage {
  results: Record<string, Record<string, unknown>>[];
  totalResults: number;
}

function pageOf(operator: OperatorClient, companyId: string, search: Search, page: number): Promise<WirePage> {
  const parameters = new URLSearchParams({ ...search, page: String(page), pageSize: String(pageSize) });
  return operator.api('GET', `/companies/${companyId}/data/invoices?${parameters.toString()}`);
}

/** How PostgreSQL finds the records of a page: the scans of each statement that a page in the midst of the list takes. */
async function plansOf({ appUrl, adminUrl }: RunningPlatform, connectionId: string, { query, orderBy }: Search, offset: number): Promise<string[][]> {
  const target = queryTarget('invoices');
  const search = { query: query === undefined ? undefined : parseQuery(query, target), orderBy: orderBy === undefined ? undefined : parseOrderBy(orderBy, target) };
  const [admin, client] = [new pg.Client({ connectionString: adminUrl }), new pg.Client({ connectionString: appUrl })];
  await Promise.all([admin.connect(), client.connect()]);
  try {
    const { rows: [list] } = await admin.query<{ operator_id: string; served: number; unserved: number; deleted: number }>(`
      select operator_id, served::int, unserved::int, deleted::int from record_total where connection_id = $1 and data_type = 'invoices'`, [connectionId]);
    await client.query(`begin; set local app.operator = '${list.operator_id}'; ${readSettings(search).map((setting) => `set local ${setting};`).join(' ')}`);
    const explained = explaining(client);
    await readPage(explained.client, { operatorId: list.operator_id, connectionId, dataType: 'invoices' }, { ...list, version: '0' }, { ...search, offset, limit: pageSize });
    return explained.plans.map((plan) => plan.split('\n').filter((line) => /Scan|Sort/.test(line) && !/Sort Key/.test(line)).map((line) => line.replace(/\(cost.*|->/g, '').trim()));
  } finally {
    await Promise.all([admin.end(), client.end()]);
  }
}

/** Seconds that the aged reports take, of yesterday and of a day half a year ago, and for how many contacts. */
export async function agedFigures(operator: OperatorClient, companyId: string): Promise<Record<string, unknown>> {
  const figures: Record<string, unknown> = {};
  for (const side of ['agedDebtor', 'agedCreditor']) {
    for (const days of [1, 180]) {
      let contacts = Number.NaN;
      let failure: string | undefined;
      const taken = await seconds(() => operator.api<{ data: unknown[] }>('GET', `/companies/${companyId}/reports/${side}?reportDate=${daysAgo(days)}`).then(
        (report) => { contacts = report.data.length; }, (error: unknown) => { failure = String(error); }));
      figures[`${side} ${days} days ago`] = { seconds: rounded(taken), contacts, failure };
    }
  }
  return figures;
}
