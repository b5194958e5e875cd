import { multiply, round, sum } from '#accounting/money';
import type { Tier } from '#connector-kit/connector';

/** What an app has used of a calendar month so far. */
export interface MonthSoFar {
  readonly now: Date;
  readonly calls: number;
  readonly bytes: number;
  readonly connections: number;
  /** Of them those that were linked in this month. */
  readonly newConnections: number;
}

export type Included = Pick<Tier, 'connections' | 'egressGiB' | 'price'>;

/** In the currency of the tier's price. */
export interface Cost {
  readonly tier: number;
  readonly extraEgress: number;
  readonly total: number;
}

export interface Forecast {
  readonly calls: number;
  readonly bytes: number;
  readonly connections: number;
  readonly cost: Cost | null;
  readonly warnings: string[];
}

const dayMs = 86_400_000;
const gibibyte = 2 ** 30;

/**
 * What a month comes to if its days go on as those so far. The first day counts as a whole one, so that a first pull just
 * after midnight is not taken for the pace of a month. Months are UTC, as Xero's are.
 */
export function forecast(soFar: MonthSoFar, included: Included): Forecast {
  const { now } = soFar;
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const elapsed = Math.max(now.getTime() - start, dayMs);
  const left = end - now.getTime();
  const atEnd = (used: number) => Math.round(used + (used / elapsed) * left);
  const connections = soFar.connections + Math.round((soFar.newConnections / elapsed) * left);
  /** When `used` of this month, which began with `before`, comes to `limit`; null if not within it. */
  const passes = (used: number, limit: number | null) => {
    if (limit === null || used === 0) return null;
    const at = now.getTime() + ((limit - used) * elapsed) / used;
    return at < end ? new Date(Math.max(at, now.getTime())).toISOString().slice(0, 10) : null;
  };
  const egress = passes(soFar.bytes, included.egressGiB === null ? null : included.egressGiB * gibibyte);
  const full = passes(soFar.newConnections, included.connections === null ? null : included.connections - soFar.connections + soFar.newConnections);
  const warnings = [
    ...(egress === null ? [] : [`At this pace the ${included.egressGiB} GiB that the tier includes are used up on ${egress}. What is read after that costs ${extraWords(included.price)}.`]),
    ...(full === null ? [] : [`At this pace the ${included.connections} connections that the tier allows are used up on ${full}. No further company can be linked then.`]),
  ];
  const bytes = atEnd(soFar.bytes);
  return { calls: atEnd(soFar.calls), bytes, connections, cost: costOf(bytes, included), warnings };
}

const extraWords = (price: Included['price']) => (price?.perExtraGiB ? `${price.currency} ${price.perExtraGiB.toFixed(2)} per GiB` : 'extra');

/** Parts of a GiB are taken to cost their part; Xero does not say. */
function costOf(bytes: number, { price, egressGiB }: Included): Cost | null {
  if (!price) return null;
  const extraGiB = egressGiB === null ? 0 : Math.max(0, bytes / gibibyte - egressGiB);
  const extraEgress = round(multiply(extraGiB, price.perExtraGiB ?? 0), 2);
  return { tier: price.perMonth, extraEgress, total: sum(price.perMonth, extraEgress) };
}

/** Words for an organisation whose pulls will meet the limit of a day before the day is over; none otherwise. */
export function dayWarning({ calls, left, now }: { calls: number; left: number; now: Date }): string | null {
  if (left === 0) return 'The calls of the day are used up: what is left to read waits until the accounting software allows more.';
  const passed = Math.max(now.getTime() % dayMs, dayMs / 24);
  return calls * (dayMs / passed) > calls + left ? 'At this pace the calls of the day will be used up before it is over.' : null;
}
