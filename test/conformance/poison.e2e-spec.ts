import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { simulatorUser } from '#test/consent';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { testRootKey } from '#test/database';

type Native = Record<string, unknown> & { InvoiceID: string };
interface Validation { errors: { itemId: string; ruleId: string; message: string; validatorName: string }[]; warnings: unknown[] }
interface Page { totalResults: number; results: { id: string; invoiceNumber: string }[] }

/** Invoices that come broken from the source: what is made of them, and how they heal once they can be read. */
describe('records that cannot be read', () => {
  let platform: RunningPlatform;
  let operator: OperatorClient;
  let place: { companyId: string; connectionId: string };
  let admin: pg.Client;
  /** As the source has them; the first three are broken on their way. */
  let natives: Native[];
  let unread: Native[];

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '30', SIMULATOR_LIMITS: 'off' } });
    admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    const [{ tenantId }] = (await control<{ tenantId: string; name: string }[]>('GET', 'organisations')).filter(({ name }) => name === 'Demo Company (UK)');
    await control('POST', 'apps', { clientId: 'reader', clientSecret: 'secret' });
    const consent = { email: simulatorUser.email, scopes: 'accounting.invoices.read', tenantIds: [tenantId], clientId: 'reader' };
    const { access_token: token } = await control<{ access_token: string }>('POST', 'consents', consent);
    const page = await fetch(`${platform.simulatorUrl}/api.xro/2.0/Invoices?page=1&pageSize=1000&unitdp=4&includeArchived=true`, { headers: { authorization: `Bearer ${token}`, 'xero-tenant-id': tenantId, accept: 'application/json' } });
    const envelope = await page.json() as { Invoices: Native[] };
    natives = envelope.Invoices.filter(({ Type, Status, LineItems }) => Type === 'ACCREC' && Status === 'AUTHORISED' && (LineItems as []).length > 0);
    unread = [natives[0], natives[1]];
    const broken = new Map<string, Native>([
      [natives[0].InvoiceID, { ...natives[0], Total: 'a lot' }],
      [natives[1].InvoiceID, { ...natives[1], LineItems: [{ ...(natives[1].LineItems as object[])[0], LineAmount: { hostile: ['\u0000', '<img src=x onerror=alert(1)>'] } }] }],
      [natives[2].InvoiceID, { ...natives[2], SubTotal: Number(natives[2]['SubTotal']) + 7 }],
    ]);
    const body = JSON.stringify({ ...envelope, Invoices: envelope.Invoices.map((native) => broken.get(native.InvoiceID) ?? native) });
    await control('POST', 'faults', { kind: 'answer', path: '/Invoices', body });
    const { id: companyId } = await operator.createCompany('With broken books');
    place = { companyId, connectionId: await operator.link(companyId) };
    await operator.untilPulled(companyId);
  }, 240_000);

  afterAll(async () => {
    await admin?.end();
    await platform?.stop();
  }, 60_000);

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${platform.simulatorUrl}/simulator/${path}`, { method, ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  const at = (path: string) => `/companies/${place.companyId}${path}`;
  const status = async (path: string) => (await fetch(`${platform.portalUrl}/api${at(path)}`, { headers: { authorization: `Basic ${Buffer.from(platform.apiKey).toString('base64')}` } })).status;
  const pulled = async () => (await operator.api<{ results: { id: string; status: string }[] }>('GET', at('/data/history?query=dataType%3Dinvoices'))).results[0];
  const validation = async () => operator.api<Validation>('GET', at(`/sync/${(await pulled()).id}/validation`));

  /** Stands in for a mapping that has learned to read the record: what can be read is put in its place. */
  const mend = (native: Native) => admin.query(`update record set native = $2 where source_id = $1 and data_type = 'invoices'`, [native.InvoiceID, JSON.stringify(native)]);

  async function untilServed(id: string): Promise<void> {
    while (await status(`/data/invoices/${id}`) !== 200) await pause(200);
  }

  it('are withheld, and their pull ends well, with everything else served', async () => {
    expect((await pulled()).status).toBe('Complete');
    const { totalResults } = await operator.api<Page>('GET', at('/data/invoices'));
    const { rows: [{ count }] } = await admin.query<{ count: number }>(`select count(*)::int from record where data_type = 'invoices'`);
    expect(totalResults).toBe(count - 2);
    for (const { InvoiceID } of unread) expect(await status(`/data/invoices/${InvoiceID}`)).toBe(404);
    expect(await operator.api('GET', at(`/data/history/${(await pulled()).id}/proof`))).toMatchObject({ verdict: 'failed', quarantined: 2 });
  });

  it('are listed with field, reason and rule, beside those that are served with amounts that do not agree', async () => {
    const { errors } = await validation();
    const of = (native: Native) => errors.filter(({ itemId }) => itemId === native.InvoiceID);
    expect(of(natives[0])).toEqual([{ itemId: natives[0].InvoiceID, ruleId: expect.stringMatching(/^accounting-invoice-1\d\d$/), message: expect.stringContaining('Total'), validatorName: 'InvoiceValidator' }]);
    expect(of(natives[1])).toEqual([expect.objectContaining({ ruleId: expect.stringMatching(/^accounting-invoice-1\d\d$/), message: expect.stringContaining('LineItems[0].LineAmount') })]);
    expect(of(natives[2])[0]).toMatchObject({ ruleId: 'accounting-invoice-001', message: expect.stringContaining('the difference is') });
    expect(await status(`/data/invoices/${natives[2].InvoiceID}`)).toBe(200);
  });

  it('are mapped again from what is stored, by an order of the API, without a call', async () => {
    await mend(natives[0]);
    await control('DELETE', 'calls');
    const { id } = await operator.api<{ id: string }>('POST', at(`/connections/${place.connectionId}/data/invoices/remap`));
    while ((await operator.api<{ status: string }>('GET', at(`/connections/${place.connectionId}/remappings/${id}`))).status !== 'complete') await pause(200);
    await untilServed(natives[0].InvoiceID);
    expect((await validation()).errors.map(({ itemId }) => itemId)).not.toContain(natives[0].InvoiceID);
    expect(await status(`/data/invoices/${natives[1].InvoiceID}`)).toBe(404);
    expect(await control('GET', 'calls?last=1&path=Invoices')).toEqual([]);
  }, 60_000);

  it('are mapped again by the command that follows an upgrade', async () => {
    const remap = (...dataTypes: string[]) => new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn('npm', ['run', '--silent', 'remap', '--', ...dataTypes], { env: { ...process.env, DATABASE_URL: platform.ownerUrl, ENCRYPTION_KEY: testRootKey } });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { said += String(part); });
      child.on('close', (code) => resolve({ code, said }));
    });
    await mend(natives[1]);
    await control('DELETE', 'calls');
    expect(await remap('invoice')).toEqual({ code: 1, said: expect.stringContaining('No such data type: invoice.') });
    expect(await remap('invoices', 'bills')).toEqual({ code: 0, said: expect.stringContaining('Records of 1 connections') });
    await untilServed(natives[1].InvoiceID);
    expect((await validation()).errors.map(({ itemId }) => itemId)).not.toContain(natives[1].InvoiceID);
    expect(await control('GET', 'calls?last=1&path=Invoices')).toEqual([]);
  }, 120_000);
});
