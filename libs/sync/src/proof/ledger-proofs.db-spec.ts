import { ConnectorError } from '#connector-kit/errors';
import type { LedgerProof } from '#database/entities/ledger-proof.entity';
import type { TestDatabase } from '#test/database';
import { FakeLedger } from '#test/fake-ledger';
import { PullBench } from '#test/pull-bench';
import { keptProofs, ProofRows } from './proof-rows.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
let ledger: FakeLedger;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => {
  bench = await PullBench.open(database);
  ledger = new FakeLedger(bench.platform);
  bench.platform.ledger = ledger;
  bench.platform.put('Accounts', 'a1', { name: 'Sales' });
  for (let number = 1; number <= 25; number += 1) bench.platform.put('Invoices', `i${String(number).padStart(2, '0')}`, { total: number / 10, bill: number % 2 === 0 });
});

const latest = (): Promise<LedgerProof> => bench.proofs.latest(bench.company);
const proofs = (): Promise<LedgerProof[]> => bench.proofs.list(bench.company);
const onConnection = async () => (await bench.rowsOf<{ ledger_proof: unknown }>('select ledger_proof from connection where operator_id = $1'))[0].ledger_proof;
const found = ({ result }: LedgerProof) => result?.comparison?.differences.map(({ name, difference }) => `${name} ${difference}`);

async function order(): Promise<LedgerProof> {
  await bench.proofs.order(bench.company);
  await bench.drain();
  return latest();
}

describe('when the books are proved', () => {
  it('follows a pull of everything, once, when nothing of it is open any more', async () => {
    await bench.pullAll();
    expect(await latest()).toMatchObject({ status: 'complete', verdict: 'Tied', tries: 1, result: { reasons: [], comparison: { documents: 25, postings: 50, differing: 0, openingOn: '2026-09-30' } } });
    expect(ledger.asked).toHaveLength(2);
    expect(await onConnection()).toMatchObject({ status: 'Tied', message: 'The documents make what Fake Books\'s trial balance says, to the cent.' });
    await bench.pullAll();
    expect(await proofs()).toHaveLength(1);
    await bench.pullAll({ full: true });
    expect(await proofs()).toHaveLength(2);
  });

  it('waits for open readings, however it was woken, and is woken by the end of the last one', async () => {
    await bench.refresh.all(bench.company.operatorId, bench.company.companyId);
    const { id } = await bench.proofs.order(bench.company);
    expect(bench.woken.some(({ name }) => name === 'proof')).toBe(false);
    await bench.rowsOf('update ledger_proof set next_at = now() where operator_id = $1');
    await bench.worker().prover.run({ operatorId: bench.company.operatorId, id }, { stopping: new AbortController().signal });
    expect(await bench.rowsOf('select status, attempt, next_at::text from ledger_proof where operator_id = $1')).toEqual([{ status: 'queued', attempt: 0, next_at: 'infinity' }]);
    await bench.drain();
    expect(await proofs()).toMatchObject([{ id, verdict: 'Tied', attempt: 1 }]);
  });

  it('is not lost with the queue', async () => {
    await bench.refresh.all(bench.company.operatorId, bench.company.companyId);
    const isProof = ({ kind, operatorId }: { kind: string; operatorId: string }) => kind === 'proof' && operatorId === bench.company.operatorId;
    for (let job = bench.woken.shift(); job; job = bench.woken.shift()) {
      if (job.name === 'reading') await bench.worker().pull.run({ operatorId: job.operatorId, id: job.id }, { stopping: new AbortController().signal });
    }
    const [{ operatorId, id }] = (await database.directory.unfinishedWork(1000)).filter(isProof);
    await bench.worker().prover.run({ operatorId, id }, { stopping: new AbortController().signal });
    expect((await latest()).verdict).toBe('Tied');
    expect((await database.directory.unfinishedWork(1000)).filter(isProof)).toEqual([]);
  });

  it(`keeps the newest ${keptProofs}`, async () => {
    await bench.pullAll();
    await bench.rowsOf(`
      insert into ledger_proof (operator_id, id, connection_id, status, verdict, requested_at)
      select operator_id, gen_random_uuid(), connection_id, 'complete', 'Tied', now() - n * interval '1 day' from ledger_proof, generate_series(1, ${keptProofs}) n where operator_id = $1`);
    const { id } = await order();
    const kept = await proofs();
    expect([kept.length, kept[0].id]).toEqual([keptProofs, id]);
  });
});

describe('books that differ', () => {
  beforeEach(() => {
    // A delta looks back some minutes.
    bench.platform.now += 3_600_000;
    return bench.pullAll();
  });

  it('are named by account, once the difference is found again after a pull of what changed', async () => {
    ledger.planted.set('sales', '0.01');
    const proof = await order();
    expect(proof).toMatchObject({ verdict: 'Differs', tries: 2, result: { message: '1 account differs from Fake Books\'s trial balance: sales.' } });
    expect(found(proof)).toEqual(['sales 0.01']);
    expect(await onConnection()).toMatchObject({ status: 'Differs' });
    ledger.planted.clear();
    expect(await order()).toMatchObject({ verdict: 'Tied', tries: 1 });
    expect(await onConnection()).toMatchObject({ status: 'Tied' });
  });

  it('and only had moved on tie after such a pull', async () => {
    bench.platform.put('Invoices', 'i99', { total: 7 });
    expect(await order()).toMatchObject({ verdict: 'Tied', tries: 2, result: { comparison: { documents: 26 } } });
    expect((await bench.documents('invoices')).has('i99')).toBe(true);
  });

  it('on and on are told as that', async () => {
    let changes = 0;
    ledger.beforeAnswer = () => { bench.platform.put('Invoices', `j${changes += 1}`, { total: 7 }); };
    const proof = await order();
    expect(proof).toMatchObject({ verdict: 'Differs', tries: 4, result: { reasons: [{ kind: 'moving' }] } });
  });

  it('because the store changed while it was read are looked at again', async () => {
    let once = true;
    ledger.beforeAnswer = async () => {
      if (!once) return;
      once = false;
      bench.platform.put('Invoices', 'i99', { total: 7 });
      await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices');
      const [reading] = bench.woken.splice(0);
      await bench.worker().pull.run({ operatorId: reading.operatorId, id: reading.id }, { stopping: new AbortController().signal });
    };
    expect(await order()).toMatchObject({ verdict: 'Tied', tries: 2 });
  });

  it('by an edit without a date of change are found, and tie after the next pull of everything', async () => {
    bench.platform.putUnstamped('Invoices', 'i07', { total: 0.71 });
    expect(found(await order())).toEqual(['debtors 0.01', 'sales -0.01']);
    await bench.pullAll({ full: true });
    expect((await latest()).verdict).toBe('Tied');
  });

  it('by a record that was lost here are found', async () => {
    await bench.rowsOf(`delete from record where operator_id = $1 and source_id = 'i08'`);
    expect(found(await order())).toEqual(['debtors 0.80', 'sales -0.80']);
  });

  it('from before the first document on are found, and said to be so, until they are taken over', async () => {
    ledger.plantedFrom = '';
    ledger.planted.set('loan', '-5');
    const proof = await order();
    expect([proof.verdict, found(proof)]).toEqual(['Differs', ['loan -5.00']]);
    expect(proof.result?.reasons).toEqual([{ kind: 'openingChanged', message: expect.stringContaining('loan') }]);
    expect((await order()).verdict).toBe('Differs');
    await bench.proofs.order(bench.company, { newOpening: true });
    await bench.drain();
    expect((await latest()).verdict).toBe('Tied');
    ledger.asked.length = 0;
    expect((await order()).verdict).toBe('Tied');
    expect(ledger.asked).toHaveLength(1);
  });

  it('by what no document explains say so', async () => {
    ledger.planted.set('gains', '-5');
    expect(await order()).toMatchObject({ verdict: 'Differs', result: { reasons: [{ kind: 'beyondDocuments', message: 'Gains are not documents.' }] } });
  });
});

describe('books that cannot be proved', () => {
  it('for records that cannot be read are incomplete, with their names', async () => {
    bench.platform.put('Invoices', 'broken', { total: 'broken' });
    await bench.pullAll();
    expect(await latest()).toMatchObject({
      verdict: 'Incomplete', result: { reasons: [{ kind: 'quarantined', dataType: 'invoices', recordId: 'broken', message: 'A record of invoices cannot be read: total is not a number' }] },
    });
  });

  it('for records that cannot be posted are incomplete, and the rest is compared', async () => {
    await bench.pullAll();
    await bench.rowsOf(`update record set native = replace(native, '"total"', '"unpostable":true,"total"') where operator_id = $1 and source_id = 'i10'`);
    const proof = await order();
    expect(proof).toMatchObject({ verdict: 'Incomplete', result: { reasons: [{ kind: 'unreadable', recordId: 'i10', message: 'A record of Invoices cannot be posted: rate is missing' }] } });
    expect(found(proof)).toEqual(['debtors 1.00', 'sales -1.00']);
  });

  it('for a data type that the settings leave out say so, without a call', async () => {
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'chartOfAccounts');
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices', { full: true });
    await bench.drain();
    expect(await latest()).toMatchObject({ verdict: 'NotProvable', result: { reasons: [{ kind: 'notPulled', dataType: 'bills', message: 'bills are not pulled: the sync settings leave them out.' }] } });
    expect(ledger.asked).toEqual([]);
  });

  it('for a sync window say so', async () => {
    await bench.rowsOf(`
      insert into sync_setting (operator_id, company_id, data_type, fetch_on_first_link, sync_schedule, sync_order, sync_from_window)
      values ($1, null, 'invoices', true, 24, 0, 12)`);
    await bench.pullAll();
    expect(await latest()).toMatchObject({ verdict: 'NotProvable', result: { reasons: [{ kind: 'syncWindow', dataType: 'invoices' }] } });
  });

  it('for a pull that failed say how it did', async () => {
    await bench.pullAll();
    bench.platform.beforeRead = ({ source }) => { if (source === 'Invoices') throw new ConnectorError('rejected', 'missingRole'); };
    await bench.pullAll({ full: true });
    expect((await order()).result?.message).toMatch(/The last pull of bills did not end well: The person who connected may not see this data type\./);
  });

  it('for a refusal of the reports say so, and wait for a limit', async () => {
    await bench.pullAll();
    ledger.beforeAnswer = () => { throw new ConnectorError('throttled', 'dayLimit', { retryAfterSeconds: 3600 }); };
    await bench.proofs.order(bench.company);
    await bench.drain();
    expect(await bench.rowsOf(`select status, extract(epoch from next_at - now()) > 3500 as waits from ledger_proof where operator_id = $1 and finished_at is null`)).toEqual([{ status: 'waiting', waits: true }]);
    ledger.beforeAnswer = () => { throw new ConnectorError('rejected', 'missingScope'); };
    await bench.rowsOf('update ledger_proof set next_at = now() where operator_id = $1 and finished_at is null');
    const { id } = await latest();
    await bench.worker().prover.run({ operatorId: bench.company.operatorId, id }, { stopping: new AbortController().signal });
    expect(await latest()).toMatchObject({ verdict: 'NotProvable', result: { message: expect.stringContaining('The trial balance could not be read: The consent does not cover') } });
  });

  it('for a connection that has ended say so', async () => {
    await bench.pullAll();
    await bench.proofs.order(bench.company);
    await bench.rowsOf(`update connection set status = 'Deauthorized' where operator_id = $1`);
    await bench.drain();
    expect(await latest()).toMatchObject({ verdict: 'NotProvable', result: { reasons: [{ kind: 'notLinked' }] } });
  });
});

describe('a worker that dies over a proof', () => {
  const expire = () => bench.rowsOf(`update ledger_proof set lease_until = now() - interval '1 second' where operator_id = $1 and status = 'running'`);
  let ids: { operatorId: string; id: string };

  beforeEach(async () => {
    await bench.pullAll();
    const { id } = await bench.proofs.order(bench.company);
    ids = { operatorId: bench.company.operatorId, id };
  });

  it('is followed by another, and can write nothing any more', async () => {
    const rows = new ProofRows(database.tenants);
    const dead = (await rows.claim(ids))!;
    await bench.drain();
    expect(await latest()).toMatchObject({ status: 'running' });
    await expire();
    await bench.worker().prover.run(ids, { stopping: new AbortController().signal });
    expect(await latest()).toMatchObject({ verdict: 'Tied', deaths: 1 });
    await expect(rows.end(dead, 'NotProvable', { message: '', reasons: [] })).rejects.toThrow('is over');
    expect(await onConnection()).toMatchObject({ status: 'Tied' });
  });

  it('again and again is not followed for ever', async () => {
    for (let deaths = 0; deaths < 6; deaths += 1) {
      await new ProofRows(database.tenants).claim(ids);
      await expire();
    }
    await bench.worker().prover.run(ids, { stopping: new AbortController().signal });
    expect(await latest()).toMatchObject({ verdict: 'NotProvable', result: { reasons: [{ kind: 'internal' }] } });
  });

  it('because it stops gives it back at once', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await bench.worker().prover.run(ids, { stopping: stop.signal })).toEqual({ againInMs: 0 });
    expect(await bench.rowsOf('select status, lease_until from ledger_proof where operator_id = $1 and finished_at is null')).toEqual([{ status: 'queued', lease_until: null }]);
  });
});
