import { newId } from '#platform/ids';
import type { TestDatabase } from '#test/database';
import type { Fate } from '#test/fake-writes';
import { PullBench } from '#test/pull-bench';
import { PushBench } from '#test/push-bench';

let database: TestDatabase;
let bench: PushBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => { bench = await PushBench.start(database); });
afterEach(() => bench.writes.release());

/** Runs a push with these fates of its requests, the last one of which repeats; time passes between its turns. */
async function played(fates: readonly Fate[], minutes = 0, more?: Parameters<PushBench['add']>[1]) {
  const id = await bench.add({ invoiceNumber: 'INV-1' }, more);
  bench.writes.fate = (_request, turn) => fates[Math.min(turn, fates.length) - 1];
  for (let turn = 0; turn < 12 && (await bench.open()).includes(id); turn += 1) {
    await bench.run(id);
    await bench.pass(minutes);
  }
  return bench.state(id);
}

describe('a push', () => {
  it('makes one document, and it is served in the moment of its success, under an event', async () => {
    await bench.pulls.pullAll();
    const state = await played(['answered']);
    expect(state).toMatchObject({ outcome: 'Success', status_code: 200, changes: [{ type: 'Created', recordRef: { id: 'i1', dataType: 'invoices' } }] });
    expect((await bench.pulls.documents('invoices')).get('i1')).toMatchObject({ invoiceNumber: 'INV-1' });
    const [event] = await bench.pulls.rowsOf<{ subject: object }>(`select subject from event where operator_id = $1 and type = 'invoices.write.successful'`);
    expect(event.subject).toMatchObject({ write: { id: state.id, type: 'Create', status: 'Success', record: { id: 'i1' }, connectionId: bench.pulls.company.connectionId }, company: { id: bench.pulls.company.companyId } });
    expect(await bench.pulls.rowsOf(`select 1 from record_version where operator_id = $1`)).toEqual([]);
    await bench.pulls.pullAll();
    expect(await bench.pulls.dataset('invoices')).toMatchObject({ status: 'Complete', counts: { added: 0, changed: 0 } });
  });

  it('is repeated word for word under its key while the platform remembers that', async () => {
    expect(await played(['lostAfter', 'lostAfter', 'answered'], 1)).toMatchObject({ outcome: 'Success', keys: 1 });
    expect(new Set(bench.writes.requests.map((request) => JSON.stringify({ ...request, notAfter: null }))).size).toBe(1);
    expect([bench.writes.requests.length, bench.writes.looks, bench.numbered('INV-1')]).toEqual([3, 0, ['i1']]);
  });

  it('is looked for once the platform has forgotten its key, and sent again only if it is not there', async () => {
    expect(await played(['lostAfter'], 7)).toMatchObject({ outcome: 'Success', keys: 1 });
    expect([bench.writes.requests.length, bench.writes.looks, bench.numbered('INV-1')]).toEqual([1, 1, ['i1']]);
    bench = await PushBench.start(database);
    expect(await played(['lostBefore', 'answered'], 7)).toMatchObject({ outcome: 'Success', keys: 2 });
    expect([bench.writes.requests.length, bench.writes.looks, bench.numbered('INV-1')]).toEqual([2, 1, ['i1']]);
  });

  it('is neither repeated nor looked for between the two: a repetition may still be on its way', async () => {
    const id = await bench.add({ invoiceNumber: 'INV-1' });
    bench.writes.fate = () => 'lostAfter';
    await bench.run(id);
    await bench.pass(5);
    expect(await bench.run(id)).toMatchObject({ againInMs: expect.any(Number) });
    expect([bench.writes.requests.length, bench.writes.looks]).toEqual([1, 0]);
  });

  it('waits for a limit without being sent twice or failing, and takes another key for an answer of its own', async () => {
    expect(await played(['limit', 'limit', 'limit', 'limit', 'limit', 'lostBefore', 'limit', 'lostBefore', 'answered'], 7)).toMatchObject({ outcome: 'Success', keys: 9 });
    expect(bench.numbered('INV-1')).toEqual(['i1']);
    expect(await bench.pulls.rowsOf(`select 1 from event where operator_id = $1 and type like '%unsuccessful'`)).toEqual([]);
  });

  it('fails at last, in words, when the platform never does it', async () => {
    const state = await played(['faultBefore'], 7);
    expect(state).toMatchObject({ outcome: 'Failed', status_code: 503, error: expect.stringContaining('Nothing was written') });
    expect([bench.numbered('INV-1'), bench.writes.looks]).toEqual([[], 4]);
    expect(await bench.pulls.rowsOf(`select 1 from event where operator_id = $1 and type = 'invoices.write.unsuccessful'`)).toHaveLength(1);
  });

  it('fails with what is wrong with each field, whoever finds it', async () => {
    const failed = async (document: object) => {
      const id = await bench.add(document);
      await bench.run(id);
      return bench.state(id);
    };
    expect(await failed({ invoiceNumber: 'x'.repeat(21), totalAmount: '1', status: 'draft', customerRef: {} })).toMatchObject({ outcome: 'Failed', status_code: 400, issues: [
      { field: 'invoiceNumber', message: 'must have at most 20 characters' }, { field: 'totalAmount', message: 'must be a number' },
      { field: 'status', message: 'must be one of Draft' }, { field: 'customerRef.id', message: 'is required' },
    ] });
    expect(await failed({ invoiceNumber: 'INV-1', customerRef: { id: 'nobody' } })).toMatchObject({ outcome: 'Failed', issues: [{ field: 'customerRef.id', message: 'names nobody' }] });
    expect(bench.writes.requests).toEqual([]);
    expect(await failed({ invoiceNumber: 'refused' })).toMatchObject({ outcome: 'Failed', status_code: 400, issues: [{ field: '', message: 'The number is not accepted.' }, { field: '', message: 'The total does not add up.' }] });
    expect(await failed({ id: 'mine', modifiedDate: 'x', unknown: 1, totalAmount: null, invoiceNumber: 'INV-1' })).toMatchObject({ outcome: 'Success' });
  });

  it('names records that are stored', async () => {
    bench.pulls.platform.put('Contacts', 'c1', { name: 'Ann' });
    await bench.pulls.pullAll();
    const id = await bench.add({ invoiceNumber: 'INV-1', customerRef: { id: 'c1' } });
    await bench.run(id);
    expect((await bench.pulls.documents('invoices')).get('i1')).toMatchObject({ customerRef: { id: 'c1', name: 'Ann' } });
  });

  it.each([
    ['unlinked', `update connection set status = 'Unlinked' where operator_id = $1`, 409],
    ['of another organisation', `update connection set organisation_id = 'other' where operator_id = $1`, 409],
    ['without the consent', `update token_grant set scopes = '{}' where operator_id = $1`, 403],
  ])('fails in words through a connection that is %s by now, and sends nothing', async (_, change, status) => {
    const id = await bench.add({ invoiceNumber: 'INV-1' });
    await bench.pulls.rowsOf(change);
    await bench.run(id);
    expect(await bench.state(id)).toMatchObject({ outcome: 'Failed', status_code: status, error: expect.stringMatching(/link/i) });
    expect(bench.writes.requests).toEqual([]);
  });

  it('that may have arrived waits for the connection to be linked again, to be looked for', async () => {
    const id = await bench.add({ invoiceNumber: 'INV-1' });
    bench.writes.fate = () => 'lostAfter';
    await bench.run(id);
    await bench.pulls.rowsOf(`update connection set status = 'Unlinked' where operator_id = $1`);
    await bench.pass(20);
    expect(await bench.run(id)).toEqual({ againInMs: 900_000 });
    await bench.pulls.rowsOf(`update connection set status = 'Linked' where operator_id = $1`);
    await bench.pass(0);
    await bench.run(id);
    expect(await bench.state(id)).toMatchObject({ outcome: 'Success', changes: [{ recordRef: { id: 'i1' } }] });
  });

  it('is not taken where the consent does not cover it or nobody may write that', async () => {
    await expect(bench.add({ invoiceNumber: 'INV-1' }, { dataType: 'bills' })).rejects.toMatchObject({ kind: 'notFound' });
    await bench.pulls.rowsOf(`update token_grant set scopes = '{}' where operator_id = $1`);
    await expect(bench.add({ invoiceNumber: 'INV-1' })).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('link the company again') });
    await bench.pulls.rowsOf(`update connection set status = 'Unlinked' where operator_id = $1`);
    await expect(bench.add({ invoiceNumber: 'INV-1' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await bench.open()).toEqual([]);
  });

  it('goes with its connection', async () => {
    const id = await bench.add({ invoiceNumber: 'INV-1' });
    await bench.pulls.rowsOf('delete from connection where operator_id = $1');
    expect(await bench.run(id)).toBeUndefined();
    expect(await bench.open()).toEqual([]);
  });
});

describe('an update', () => {
  it('is refused when the record changed after the consumer read it, unless it is forced', async () => {
    bench.pulls.platform.put('Invoices', 'i1', { number: 'OLD' });
    await bench.pulls.pullAll();
    const update = async (more: object, sourceModifiedDate = '2026-01-01T00:00:00') => {
      const id = await bench.add({ invoiceNumber: 'NEW', sourceModifiedDate }, { kind: 'Update', recordId: 'i1', ...more });
      await bench.run(id);
      return bench.state(id);
    };
    expect(await update({})).toMatchObject({ outcome: 'Failed', issues: [{ field: 'sourceModifiedDate', message: expect.stringContaining('forceUpdate') }] });
    const { sourceModifiedDate } = (await bench.pulls.documents('invoices')).get('i1') as { sourceModifiedDate: string };
    expect(await update({}, sourceModifiedDate)).toMatchObject({ outcome: 'Success' });
    expect(await update({ forceUpdate: true })).toMatchObject({ outcome: 'Success' });
    expect((await bench.pulls.documents('invoices')).get('i1')).toMatchObject({ invoiceNumber: 'NEW' });
  });

  it('does not cover what a reading has stored since', async () => {
    bench.pulls.platform.put('Invoices', 'i1', { number: 'OLD' });
    await bench.pulls.pullAll();
    const id = await bench.add({ invoiceNumber: 'MINE' }, { kind: 'Update', recordId: 'i1' });
    bench.writes.fate = () => 'hangs';
    const hangs = new Promise<void>((resolve) => { bench.writes.hanging.push(resolve); });
    const running = bench.run(id);
    await hangs;
    bench.pulls.platform.put('Invoices', 'i1', { number: 'LATER', changedAt: 0 });
    await bench.pulls.pullAll();
    bench.writes.release();
    await running;
    expect(await bench.state(id)).toMatchObject({ outcome: 'Success' });
    expect((await bench.pulls.documents('invoices')).get('i1')).toMatchObject({ invoiceNumber: 'LATER' });
  });
});

describe('pushes of the same', () => {
  it('never count one document as made by two of them: a twin whose record was taken is sent again', async () => {
    await bench.claim('i1');
    expect(await played(['answered'])).toMatchObject({ outcome: 'Success', changes: [{ recordRef: { id: 'i2' } }], keys: 2 });
  });

  it('make exactly one document each, whatever is lost, killed or late', async () => {
    const count = Number(process.env['PUSHES'] ?? 24);
    const fates: Fate[] = ['answered', 'lostAfter', 'cutAfter', 'faultAfter', 'lostBefore', 'faultBefore', 'limit', 'hangs'];
    let seed = 7;
    const dice = (sides: number) => (seed = (seed * 48_271) % 2_147_483_647) % sides;
    const ids: string[] = [];
    // Each number is asked for twice.
    for (let i = 0; i < count; i += 1) ids.push(await bench.add({ invoiceNumber: `INV-${i >> 1}` }));
    bench.writes.fate = () => fates[dice(fates.length)];
    const abandoned: Promise<unknown>[] = [];
    for (let turn = 0; turn < 60; turn += 1) {
      const open = await bench.open();
      if (open.length === 0) break;
      if (turn > 40) bench.writes.fate = () => 'answered';
      for (const id of open) {
        const hangs = new Promise<void>((resolve) => { bench.writes.hanging.push(resolve); });
        const running = bench.run(id);
        abandoned.push(running);
        await Promise.race([running, hangs]);
      }
      await bench.pass([0, 0, 1, 3, 5, 7, 20][dice(7)]);
    }
    bench.writes.release();
    await Promise.all(abandoned);
    const states = await Promise.all(ids.map((id) => bench.state(id)));
    const done = states.filter(({ outcome }) => outcome === 'Success');
    const made = done.map(({ changes }) => changes![0].recordRef.id);
    expect(states.every(({ outcome }) => outcome !== null)).toBe(true);
    expect(bench.writes.invoices().map(({ id }) => id).sort()).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
    // Only a platform that gave no answer four times in turn has made none.
    for (const { error } of states.filter(({ outcome }) => outcome === 'Failed')) expect(error).toContain('Nothing was written');
    expect(done.length).toBeGreaterThan(count * 0.9);
  }, 600_000);

  it('make their sources be read again once', async () => {
    await bench.pulls.pullAll();
    const [create, update] = bench.pulls.platform.writes;
    bench.pulls.platform.writes = [{ ...create, written: (...given) => ({ ...create.written(...given), stale: ['Payments'] }) }, update];
    bench.pulls.woken.length = 0;
    for (let i = 0; i < 3; i += 1) await bench.run(await bench.add({ invoiceNumber: newId().slice(0, 20) }));
    expect(await bench.pulls.rowsOf('select source from source_change where operator_id = $1')).toEqual([{ source: 'Payments' }]);
    expect(bench.pulls.woken[0]).toMatchObject({ name: 'change', id: bench.pulls.company.connectionId });
  });

  it('leave what they made stale alone when the consumer says so', async () => {
    const [create] = bench.pulls.platform.writes;
    bench.pulls.platform.writes = [{ ...create, written: (...given) => ({ ...create.written(...given), stale: ['Payments'] }) }];
    await bench.run(await bench.add({ invoiceNumber: 'INV-1' }, { syncAfter: false }));
    expect(await bench.pulls.rowsOf('select source from source_change where operator_id = $1')).toEqual([]);
  });
});
