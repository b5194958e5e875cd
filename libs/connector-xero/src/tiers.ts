import type { Limits, Tier, TierPrice } from '#connector-kit/connector';

/**
 * The tiers of Xero's Developer Platform (since 2 March 2026), and the two kinds of app from before them. Which one an
 * app has cannot be asked from Xero: the operator says so. The first is what is assumed until then.
 */
export const tiers: readonly Tier[] = [
  tier('nonPartner', 'Not a partner', 25, 5000, 'An app that Xero has not certified, under the rules from before March 2026.'),
  tier('starter', 'Starter', 5, 1000, 'Every new app begins here, free of charge.', { price: costs(0, null) }),
  tier('core', 'Core', 50, 5000, 'A paid tier that needs no certification.', { egressGiB: 10, price: costs(35, 2.4) }),
  tier('plus', 'Plus', 1000, 5000, 'For certified apps. New connections are read without limits for half an hour.', { egressGiB: 50, price: costs(245, 2.4), rapidSync: true }),
  tier('advanced', 'Advanced', 10_000, 5000, 'For certified apps with a yearly security assessment.', { egressGiB: 250, price: costs(1445, 2.4), rapidSync: true, journals: true }),
  tier('enterprise', 'Enterprise', null, 5000, 'By agreement with Xero, without a limit of connections.', { rapidSync: true, journals: true }),
  tier('appPartner', 'App Partner', null, 5000, 'A certified app under the rules from before March 2026, without a limit.'),
];

/** An unknown key is read as the default tier, the one before any was chosen. */
export function tierOf(key: string): Tier {
  return tiers.find((candidate) => candidate.key === key) ?? tiers[0];
}

export function limitsOf(tierKey: string): Limits {
  return { concurrent: 5, perMinute: 60, perDay: tierOf(tierKey).callsPerDay, perMinuteOfApp: 10_000 };
}

function tier(
  key: string,
  name: string,
  connections: number | null,
  callsPerDay: number,
  note: string,
  { egressGiB = null, price = null, rapidSync = false, journals = false }: Partial<Pick<Tier, 'egressGiB' | 'price' | 'rapidSync' | 'journals'>> = {},
): Tier {
  return { key, name, connections, callsPerDay, egressGiB, price, rapidSync, journals, note };
}

/** Enterprise has its price on application, and apps from before the tiers have none of these. */
function costs(perMonth: number, perExtraGiB: number | null): TierPrice {
  return { currency: 'AUD', perMonth, perExtraGiB, since: '2026-03-02', source: 'https://developer.xero.com/pricing' };
}
