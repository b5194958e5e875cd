import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import { standardSettings } from './sync-setting.js';
import { SyncSettings } from './sync-settings.js';
import { windowedTypes } from './window-rows.js';

jest.setTimeout(60_000);

const hour = 3_600_000;

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => {
  bench = await PullBench.open(database);
  bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
  bench.platform.put('Accounts', 'bank', { code: '090', name: 'Bank' });
  bench.platform.put('Contacts', 'c1', { name: 'Ann' });
});

const at = (milliseconds: number) => new Date(milliseconds).toISOString().replace('.000Z', 'Z');
const setting = (dataType: string) => standardSettings.find((each) => each.dataType === dataType)!;
const settings = () => new SyncSettings(database.tenants);
const pullFrom = (syncFromUtc: string | undefined, ...dataTypes: string[]) =>
  settings().setOperator(bench.company.operatorId, dataTypes.map((dataType) => ({ ...setting(dataType), ...(syncFromUtc && { syncFromUtc }) })));
const stored = async (dataType = 'invoices') => [...(await bench.documents(dataType)).keys()].sort();
const deleted = async () => [...await bench.documents('invoices')].filter(([, { metadata }]) => (metadata as { isDeleted: boolean }).isDeleted).map(([id]) => id);
const asked = (source = 'Invoices') => bench.platform.reads.splice(0).filter((read) => read.source === source).map(({ modifiedSince }) => modifiedSince);

/** Five invoices or bills an hour apart. Returns when each was changed. */
function putHourly(fields: object = {}, prefix = 'i'): number[] {
  return [1, 2, 3, 4, 5].map((n) => {
    bench.platform.now += hour;
    return bench.platform.put('Invoices', `${prefix}${n}`, { number: `${n}`, contact: 'c1', account: '200', ...fields }).changedAt;
  });
}

describe('a sync window', () => {
  it('bounds what is asked for and what is stored, and the counts add up', async () => {
    const changed = putHourly();
    await pullFrom(at(changed[2]), 'invoices', 'bills');
    await bench.pullAll();
    expect(asked()).toEqual([at(changed[2] - 1000)]);
    expect(await stored()).toEqual(['i3', 'i4', 'i5']);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', counts: { read: 3, sourceTotal: 3, added: 3, deleted: 0, stored: 3 } });
    bench.platform.put('Invoices', 'i1', { number: 'CHANGED' });
    await bench.pullAll();
    expect(await stored()).toEqual(['i1', 'i3', 'i4', 'i5']);
  });

  it('that begins earlier, or is taken away, has what is missing pulled by the next pull', async () => {
    const changed = putHourly();
    await pullFrom(at(changed[3]), 'invoices', 'bills');
    await bench.pullAll();
    await pullFrom(at(changed[1]), 'invoices', 'bills');
    await bench.pullAll();
    expect(await stored()).toEqual(['i2', 'i3', 'i4', 'i5']);
    await pullFrom(undefined, 'invoices', 'bills');
    asked();
    await bench.pullAll();
    expect([asked(), await stored()]).toEqual([[null], ['i1', 'i2', 'i3', 'i4', 'i5']]);
    await bench.pullAll();
    expect(asked()).not.toEqual([null]);
  });

  it('that begins later takes what is before it out of the store and calls none of it deleted, but what did vanish', async () => {
    const changed = putHourly();
    await bench.pullAll();
    bench.platform.remove('Invoices', 'i2');
    bench.platform.remove('Invoices', 'i4');
    await pullFrom(at(changed[2]), 'invoices', 'bills');
    await bench.pullAll();
    expect([await stored(), await deleted()]).toEqual([['i3', 'i4', 'i5'], ['i4']]);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', counts: { deleted: 1, stored: 3 } });
    expect(await bench.rowsOf(`select served::int, deleted::int from record_total where operator_id = $1 and data_type = 'invoices'`)).toEqual([{ served: 3, deleted: 1 }]);
  });

  it('is one of its data type, also where an endpoint serves two', async () => {
    const changed = putHourly();
    putHourly({ bill: true }, 'b');
    await pullFrom(at(changed[3]), 'invoices');
    await bench.pullAll();
    expect(asked()).toEqual([null]);
    expect([await stored(), await stored('bills')]).toEqual([['i4', 'i5'], ['b1', 'b2', 'b3', 'b4', 'b5']]);
    expect(await bench.dataset('invoices')).toMatchObject({ counts: { read: 10, sourceTotal: 10, added: 2, skipped: 8 } });
  });

  it('leaves what points out of it mapped, as far as it can be read', async () => {
    bench.platform.now += hour;
    const old = bench.platform.put('Payments', 'p1', { account: '090', pays: 'i1' }).changedAt;
    bench.platform.now += hour;
    bench.platform.put('Invoices', 'i1', { number: '1', contact: 'c1', account: '200', payment: 'p1' });
    await bench.pullAll();
    expect((await bench.documents('invoices')).get('i1')).toMatchObject({ paidFrom: 'bank' });
    await pullFrom(at(old + 1000), 'payments');
    await bench.pullAll();
    expect(await stored('payments')).toEqual([]);
    const [invoice] = (await bench.documents('invoices')).values();
    expect(invoice).toMatchObject({ invoiceNumber: '1', customerRef: { name: 'Ann' } });
    expect(invoice).not.toHaveProperty('paidFrom');
  });

  it('of months moves on, and a compare takes out what it has left behind', async () => {
    bench.platform.now = Date.now() - 70 * 24 * hour;
    putHourly();
    bench.platform.now = Date.now() - 10 * 24 * hour;
    putHourly({}, 'n');
    await settings().setOperator(bench.company.operatorId, [{ ...setting('invoices'), syncFromWindow: 3 }]);
    await bench.pullAll();
    expect(await stored()).toHaveLength(10);
    await settings().setOperator(bench.company.operatorId, [{ ...setting('invoices'), syncFromWindow: 1 }]);
    await bench.pullAll();
    expect(await stored()).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
  });

  it('makes what was read with another one due at once', async () => {
    putHourly();
    await bench.pullAll();
    const { operatorId, companyId } = bench.company;
    const due = () => bench.rowsOf<{ data_type: string }>(`select data_type from sync_schedule where operator_id = $1 and next_at <= now() order by 1`);
    await settings().setOperator(operatorId, [setting('invoices')]);
    expect(await due()).toEqual([]);
    await settings().setCompany(operatorId, companyId, { settings: [{ ...setting('invoices'), syncFromWindow: 12 }], overridesDefaults: true });
    expect(await due()).toEqual([{ data_type: 'invoices' }]);
    expect(await database.tenants.sql(operatorId, (client) => windowedTypes(client, bench.company))).toEqual(['invoices']);
    await settings().setCompany(operatorId, companyId, { settings: [], overridesDefaults: false });
    expect(await database.tenants.sql(operatorId, (client) => windowedTypes(client, bench.company))).toEqual([]);
  });

  it('that is set while a pull is under way holds from the next one on', async () => {
    const changed = putHourly();
    bench.platform.beforeRead = async ({ source }) => { if (source === 'Invoices') await pullFrom(at(changed[2]), 'invoices', 'bills'); };
    await bench.pullAll();
    bench.platform.beforeRead = () => undefined;
    expect(await stored()).toEqual(['i1', 'i2', 'i3', 'i4', 'i5']);
    await bench.pullAll();
    expect(await stored()).toEqual(['i3', 'i4', 'i5']);
  });

  it('of all companies holds where it is locked, whatever a company had before', async () => {
    const changed = putHourly();
    const { operatorId, companyId } = bench.company;
    await settings().setCompany(operatorId, companyId, { settings: [setting('invoices')], overridesDefaults: true });
    await settings().setOperator(operatorId, [{ ...setting('invoices'), syncFromUtc: at(changed[4]), isLocked: true }]);
    await bench.pullAll();
    expect(await stored()).toEqual(['i5']);
  });
});
