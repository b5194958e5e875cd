import { dayWarning, forecast, type Included } from './forecast.js';

const gib = 2 ** 30;
const noon = (day: string) => new Date(`2026-11-${day}T00:00:00Z`);
const price = { currency: 'AUD', perMonth: 35, perExtraGiB: 2.4, since: '2026-03-02', source: 'https://example.com' };
const core = { connections: 50, egressGiB: 10, price };
const quiet = { calls: 0, bytes: 0, connections: 0, newConnections: 0 };

describe('the forecast of a month', () => {
  it('goes on as the days so far did', () => {
    expect(forecast({ ...quiet, now: noon('11'), calls: 100, bytes: gib, connections: 6, newConnections: 3 }, core))
      .toEqual({ calls: 300, bytes: 3 * gib, connections: 12, cost: { tier: 35, extraEgress: 0, total: 35 }, warnings: [] });
  });

  it('names the day on which the bytes that the tier includes are used up', () => {
    const { warnings } = forecast({ ...quiet, now: noon('11'), bytes: 5 * gib }, core);
    expect(warnings).toEqual(['At this pace the 10 GiB that the tier includes are used up on 2026-11-21. What is read after that costs AUD 2.40 per GiB.']);
  });

  it('says today when they are used up already', () => {
    expect(forecast({ ...quiet, now: noon('11'), bytes: 12 * gib }, { ...core, connections: null }).warnings[0]).toContain('2026-11-11');
  });

  it('tells what the month costs, to the cent', () => {
    const cost = (bytes: number, included: Included = core) => forecast({ ...quiet, now: noon('11'), bytes }, included).cost;
    expect(cost(5 * gib)).toEqual({ tier: 35, extraEgress: 12, total: 47 });
    expect(cost(4 * gib + 5)).toEqual({ tier: 35, extraEgress: 4.8, total: 39.8 });
    expect(cost(900 * gib, { ...core, egressGiB: null, price: { ...price, perMonth: 0, perExtraGiB: null } })).toEqual({ tier: 0, extraEgress: 0, total: 0 });
  });

  it('tells no cost where no price is published', () => {
    const { cost, warnings } = forecast({ ...quiet, now: noon('11'), bytes: 12 * gib }, { ...core, price: null });
    expect(cost).toBeNull();
    expect(warnings[0]).toContain('costs extra.');
  });

  it('names the day on which no further company can be linked', () => {
    const { warnings } = forecast({ ...quiet, now: noon('11'), connections: 45, newConnections: 10 }, core);
    expect(warnings).toEqual(['At this pace the 50 connections that the tier allows are used up on 2026-11-16. No further company can be linked then.']);
  });

  it('does not take the first minutes of a month for its pace, nor warn of what has no limit', () => {
    const now = new Date('2026-11-01T00:05:00Z');
    expect(forecast({ ...quiet, now, bytes: gib / 10 }, { ...core, connections: 5 }).warnings).toEqual([]);
    expect(forecast({ ...quiet, now: noon('30'), bytes: 900 * gib, connections: 900, newConnections: 900 }, { ...core, connections: null, egressGiB: null }).warnings).toEqual([]);
  });
});

test('a day is warned of when its calls will not last, and when they are gone', () => {
  const now = new Date('2026-11-11T06:00:00Z');
  expect(dayWarning({ calls: 100, left: 900, now })).toBeNull();
  expect(dayWarning({ calls: 400, left: 600, now })).toContain('will be used up');
  expect(dayWarning({ calls: 1000, left: 0, now })).toContain('are used up');
});
