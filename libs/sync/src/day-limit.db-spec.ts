import { linkingWorld, type LinkingWorld } from '#test/linking';
import { XeroPull } from '#test/xero-pull';

/** A pull that needs more calls than a day of the platform allows. */
describe('the limit of a day', () => {
  let world: LinkingWorld;
  beforeAll(async () => { world = await linkingWorld({ SIMULATOR_LIMITS: 'on', SIMULATOR_INVOICES: '2500' }); }, 60_000);
  afterAll(() => world?.close());

  it('parks the pull until it resets, says until when, and lets it end without reading a page twice', async () => {
    const pull = await XeroPull.linked(world);
    await world.simulator.control('POST', 'limits', { reset: true, perDay: 8 });
    await world.simulator.control('DELETE', 'calls');
    await pull.start();
    await pull.runDue();
    const parked = [...(await pull.datasets()).values()].filter(({ description }) => description !== null);
    expect(parked.length).toBeGreaterThan(0);
    for (const { description } of parked) {
      expect(description).toMatch(/^Paused until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: the calls that the platform allows for this organisation in a day are used up$/);
    }
    for (let days = 0; days < 5 && (await pull.open()) > 0; days += 1) {
      await pull.passLongestWait();
      await pull.runDue();
    }
    expect([...(await pull.datasets()).values()].filter(({ status }) => status !== 'Complete')).toEqual([]);
    const [use] = Object.values(await world.simulator.control<Record<string, { calls: number; refused: Record<string, number>; early: number }>>('GET', 'usage'));
    expect(use.early).toBe(0);
    const read = (await world.simulator.control<{ path: string; query: string; status: number }[]>('GET', 'calls?last=100&path=Invoices'))
      .filter(({ status, query }) => status === 200 && /page=[23]/.test(query)).map(({ query }) => query);
    expect(read).toHaveLength(2);
    expect(new Set(read).size).toBe(2);
  }, 120_000);
});
