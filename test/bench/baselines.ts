import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import type pg from 'pg';
import { AccountingApi } from 'xero-node';
import type { DirectAccess } from '#test/consent';

/** The books as the baselines read them: pages of 1,000, newest first, on one kept connection. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

export interface Source extends DirectAccess {
  simulatorUrl: string;
}

function fetchPage({ simulatorUrl, accessToken, organisationId }: Source, page: number): Promise<string> {
  const url = `${simulatorUrl}/api.xro/2.0/Invoices?page=${page}&pageSize=1000&unitdp=4&order=UpdatedDateUTC%20DESC`;
  const headers = { authorization: `Bearer ${accessToken}`, 'xero-tenant-id': organisationId, accept: 'application/json' };
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`The simulator answered ${response.statusCode}: ${text.slice(0, 200)}`));
      });
      response.on('error', reject);
    }).on('error', reject).end();
  });
}

interface Page {
  Invoices: Record<string, unknown>[];
  pagination: { page: number; pageCount: number };
}

async function eachPage(source: Source, work: (page: Page) => Promise<void> | void): Promise<number> {
  let rows = 0;
  for (let number = 1; ; number += 1) {
    const page = JSON.parse(await fetchPage(source, number)) as Page;
    rows += page.Invoices.length;
    await work(page);
    if (page.Invoices.length === 0 || number >= page.pagination.pageCount) return rows;
  }
}

/** Baseline 1: what the wire and the parser cost, with nothing done. */
export function fetchAndParse(source: Source): Promise<number> {
  return eachPage(source, () => undefined);
}

/** Baseline 2, the storing floor: each page as one JSON parameter into the record table, no mapping, one page after the other. */
export async function storingFloor(source: Source, client: pg.Client, operatorId: string, connectionId: string): Promise<number> {
  return eachPage(source, async ({ Invoices }) => {
    const rows = Invoices.map((invoice) => {
      const native = JSON.stringify(invoice);
      return { source_id: invoice['InvoiceID'], native, hash: createHash('sha256').update(native).digest('hex') };
    });
    await client.query('begin');
    await client.query(`select set_config('app.operator', $1, true)`, [operatorId]);
    await client.query(`
      insert into record (operator_id, connection_id, data_type, source_id, document, document_hash, native, native_hash, modified_at)
      select $1, $2, 'invoices', r.source_id, r.native, decode(r.hash, 'hex'), r.native, decode(r.hash, 'hex'), now()
      from jsonb_to_recordset($3::jsonb) as r(source_id text, native text, hash text)`, [operatorId, connectionId, JSON.stringify(rows)]);
    await client.query('commit');
  });
}

/** Baseline 3: the loop that a user of Xero's own SDK would write; it reads and keeps nothing. */
export async function xeroNodeLoop({ simulatorUrl, accessToken, organisationId }: Source): Promise<number> {
  const api = new AccountingApi(`${simulatorUrl}/api.xro/2.0`);
  api.accessToken = accessToken;
  let rows = 0;
  for (let page = 1; ; page += 1) {
    const { body } = await api.getInvoices(organisationId, undefined, undefined, 'UpdatedDateUTC DESC', undefined, undefined, undefined, undefined, page, undefined, undefined, 4, undefined, 1000);
    rows += body.invoices?.length ?? 0;
    if ((body.invoices?.length ?? 0) < 1000) return rows;
  }
}
