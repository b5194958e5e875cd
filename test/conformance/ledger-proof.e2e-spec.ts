import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SimulatedBooks } from '#test/books-truth';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';

interface Proof {
  id: string;
  status: string;
  completed?: string;
  message: string;
  tries: number;
  calls: number;
  reasons: { kind: string; dataType?: string }[];
  comparison?: { documents: number; differingAccounts: number; differences: { account: { code?: string; name: string }; report: string; dates: number; difference: number }[] };
}

/** Books of every kind of document, proved over running processes against the reports of the organisation that they are of. */
describe('the proof of the books', () => {
  let platform: RunningPlatform;
  let admin: pg.Client;
  let operator: OperatorClient;
  let books: SimulatedBooks;
  let companyId: string;
  let at: string;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '150', SIMULATOR_LIMITS: 'off' } });
    admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    ({ id: companyId } = await operator.createCompany('Proved'));
    at = `/companies/${companyId}/connections/${await operator.link(companyId)}`;
    books = await SimulatedBooks.of(platform);
    await operator.untilPulled(companyId);
  }, 240_000);

  afterAll(async () => {
    await admin?.end();
    await platform?.stop();
  }, 60_000);

  async function ended(): Promise<Proof> {
    for (;;) {
      const proof = await operator.api<Proof>('GET', `${at}/proof`);
      if (proof.completed) return proof;
      await pause(200);
    }
  }

  async function prove(): Promise<Proof> {
    await operator.api('POST', `${at}/proof`);
    return ended();
  }

  async function pull(dataTypes: readonly string[]): Promise<void> {
    for (const dataType of dataTypes) await operator.api('POST', `/companies/${companyId}/data/queue/${dataType}`);
    await operator.untilPulled(companyId);
  }

  async function pullAll(): Promise<Proof> {
    await operator.api('POST', `/companies/${companyId}/data/all?full=true`);
    await operator.untilPulled(companyId);
    return ended();
  }

  const misstatement = (method: string, body: object = {}) => books.send(method, `organisations/${books.organisationId}/misstatement`, body);
  const named = ({ comparison }: Proof) => comparison?.differences.map(({ account, report, difference }) => `${report} ${account.code ?? account.name} ${difference}`);
  const accounts = ({ comparison }: Proof) => [...new Set(comparison?.differences.map(({ account }) => account.code ?? account.name))];

  it('follows the first pull by itself and ties to the cent, for two calls', async () => {
    expect(await ended()).toMatchObject({ status: 'Tied', tries: 1, calls: 2, reasons: [], comparison: { differingAccounts: 0, differences: [] } });
    const { ledgerProof } = await operator.api<{ ledgerProof: object }>('GET', at);
    expect(ledgerProof).toMatchObject({ status: 'Tied', message: expect.stringContaining('to the cent') });
  }, 120_000);

  it.each([
    [{ account: '610', cents: 1, reports: ['TrialBalance'] }, ['TrialBalance 610 0.01']],
    [{ account: '090', cents: -1, reports: ['BalanceSheet'] }, ['BalanceSheet 090 -0.01']],
    [{ account: '800', cents: 1, reports: ['TrialBalance', 'BalanceSheet'] }, ['TrialBalance 800 0.01', 'BalanceSheet 800 0.01']],
    [{ account: '960', cents: 1 }, ['TrialBalance 960 0.01', 'BalanceSheet 960 0.01']],
    [{ account: '200', cents: 1, reports: ['ProfitAndLoss'] }, ['ProfitAndLoss 200 0.01']],
  ])('finds a planted cent and names its account and report: %j', async (planted, expected) => {
    await misstatement('PUT', planted);
    await pull(['balanceSheet', 'profitAndLoss']);
    const proof = await prove();
    expect([proof.status, named(proof)]).toEqual(['Differs', expected]);
    expect(proof.message).toMatch(/^1 account differs from Xero's trial balance, balance sheet and profit and loss: .+ \(\d+\)\.$/);
    expect(await operator.api('GET', at)).toMatchObject({ ledgerProof: { status: 'Differs', message: proof.message } });
    await misstatement('DELETE');
    await pull(['balanceSheet', 'profitAndLoss']);
    expect(await prove()).toMatchObject({ status: 'Tied' });
  }, 240_000);

  it('finds a document that was lost here, and an edit without a date of change; the next pull of everything heals both', async () => {
    const { rows: [lost] } = await admin.query<{ source_id: string }>(`
      delete from record where data_type = 'invoices' and source_id = (
        select source_id from record where data_type = 'invoices' and amount_due > 0 and not is_deleted order by source_id limit 1) returning source_id`);
    expect(lost.source_id).toBeTruthy();
    const proof = await prove();
    expect([proof.status, accounts(proof)]).toEqual(['Differs', expect.arrayContaining(['610', 'Current Year Earnings'])]);
    await books.edit({ kind: 'invoice.void', type: 'ACCPAY', stamped: false });
    expect(accounts(await prove())).toEqual(expect.arrayContaining(['610', '800']));
    expect(await pullAll()).toMatchObject({ status: 'Tied' });
  }, 240_000);

  it('ties in the end when the books move while they are pulled and proved', async () => {
    await books.settings({ editsPerPage: 3, edits: ['invoice.create', 'invoice.void', 'payment.create', 'bankTransaction.create', 'creditNote.create'].map((kind) => ({ kind })) });
    await operator.api('POST', `/companies/${companyId}/data/all?full=true`);
    await operator.untilPulled(companyId);
    await books.settings({ editsPerPage: 0 });
    const proof = await ended();
    expect([proof.status, named(proof)]).toEqual(['Tied', []]);
  }, 240_000);

  it('goes on with another worker when one is killed in the middle of it', async () => {
    await books.send('POST', 'faults', { kind: 'delay', path: 'TrialBalance', delayMs: 20_000, times: 1 });
    const { id } = await operator.api<Proof>('POST', `${at}/proof`);
    const running = async () => (await admin.query<{ status: string }>('select status from ledger_proof where id = $1', [id])).rows[0].status === 'running';
    while (!(await running())) await pause(50);
    await platform.workers.splice(0, 1)[0].kill();
    await platform.startWorker();
    expect(await ended()).toMatchObject({ id, status: 'Tied' });
    expect((await admin.query('select deaths from ledger_proof where id = $1', [id])).rows).toEqual([{ deaths: 1 }]);
  }, 120_000);

  it('is not possible where a sync window leaves documents out, and says so', async () => {
    const path = `/companies/${companyId}/syncSettings`;
    const { settings } = await operator.api<{ settings: { dataType: string }[] }>('GET', path);
    await operator.api('POST', path, { companyId, overridesDefaults: true, settings: settings.map((setting) => ({ ...setting, ...(setting.dataType === 'bills' && { syncFromWindow: 6 }) })) });
    const proof = await prove();
    expect(proof).toMatchObject({ status: 'NotProvable', calls: 0, reasons: [{ kind: 'syncWindow', dataType: 'bills' }] });
    expect(proof.comparison).toBeUndefined();
  }, 120_000);
});
