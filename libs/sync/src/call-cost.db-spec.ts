import { connectorOf } from '#connectors/registry';
import { linkingWorld, type LinkingWorld } from '#test/linking';
import { XeroPull } from '#test/xero-pull';

/** Enough for several pages of the larger lists. */
const invoices = 2_500;
const pageSize = 1_000;
/** What the lists are called in the simulator's truth. */
const paged = {
  Contacts: 'contacts', Payments: 'payments', Prepayments: 'prepayments', Overpayments: 'overpayments', Invoices: 'invoices', CreditNotes: 'creditNotes',
  BankTransactions: 'bankTransactions', PurchaseOrders: 'purchaseOrders', ManualJournals: 'manualJournals',
};
const whole = ['Organisation', 'Accounts', 'Reports/TrialBalance', 'TaxRates', 'TrackingCategories', 'Items', 'BatchPayments', 'BankTransfers'];
/** A report shows twelve months at most, and those of 31 days only if its last month has as many: 24 that end in a shorter one take a third call. */
const reports = { 'Reports/BalanceSheet': 2, 'Reports/ProfitAndLoss': 2 * (lastOfMonth() === 31 ? 2 : 3) };

function lastOfMonth(): number {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate();
}

describe('the calls of a company\'s pull', () => {
  let world: LinkingWorld;
  let pull: XeroPull;
  beforeAll(async () => {
    world = await linkingWorld({ SIMULATOR_INVOICES: String(invoices), SIMULATOR_LINES: '1' });
    pull = await XeroPull.linked(world);
  });
  afterAll(() => world?.close());

  /** Pulls to the end and returns the calls by endpoint, as the simulator counted them. */
  async function callsOf(work: () => Promise<void>): Promise<Record<string, number>> {
    await world.simulator.control('DELETE', 'calls');
    await work();
    await pull.runDue();
    while (await pull.open() > 0) {
      await pull.passLongestWait();
      await pull.runDue();
    }
    const counters = await world.simulator.control<Record<string, number>>('GET', 'counters');
    const path = /^call GET \/api\.xro\/2\.0\/(\S+) 200$/;
    return Object.fromEntries(Object.entries(counters).flatMap(([name, count]) => (path.test(name) ? [[path.exec(name)![1], count]] : [])));
  }

  const each = (paths: readonly string[], count = 1) => Object.fromEntries(paths.map((path) => [path, count]));

  async function versions(): Promise<string[]> {
    const rows = await pull.rows<{ version: string }>(`
      select concat_ws(' ', data_type, source_id, xmin) as version from record where connection_id = $1 order by 1`);
    return rows.map(({ version }) => version);
  }

  it('are what its pages need the first time, and one more for what changed while several pages were read', async () => {
    const { counts } = await world.simulator.control<{ counts: Record<string, number> }>('GET', `organisations/${await organisationId()}/truth`);
    const pages = Object.entries(paged).map(([path, kind]) => [path, Math.max(1, Math.ceil(counts[kind] / pageSize))] as const);
    expect(pages.filter(([, count]) => count > 1).map(([path]) => path)).toEqual(['Payments', 'Invoices', 'BankTransactions']);
    expect(await callsOf(() => pull.start())).toEqual({
      ...each(whole), ...reports, ...Object.fromEntries(pages.map(([path, count]) => [path, count > 1 ? count + 1 : 1])),
    });
  });

  it('are one for each list when nothing changed, and no record is written', async () => {
    const before = await versions();
    expect(before.length).toBeGreaterThan(invoices);
    expect(await callsOf(() => pull.start())).toEqual({ ...each([...whole, ...Object.keys(paged)]), ...reports });
    expect(await versions()).toEqual(before);
    expect(new Set([...(await pull.datasets()).values()].map(({ status }) => status))).toEqual(new Set(['Complete']));
  });

  async function organisationId(): Promise<string> {
    const [{ id }] = await pull.rows<{ id: string }>('select organisation_id as id from connection where id = $1');
    return id;
  }

  it('know every list that the connector reads', () => {
    const keys = connectorOf('gbol').sources.filter(({ tierFeature }) => tierFeature === undefined).map(({ key }) => key);
    const known = [...whole, ...Object.keys(paged), ...Object.keys(reports), 'Reports/CashFlow'].filter((path) => path !== 'Reports/TrialBalance');
    expect([...keys].sort()).toEqual(known.sort());
  });
});
