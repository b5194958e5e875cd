/** What one commercial tier allows an app. `null` connections: no cap. */
export interface Tier {
  connections: number | null;
  callsPerDay: number;
  /** Minute and day limits are lifted for the first half hour of a new connection. */
  rapidSync: boolean;
  /** Whether `accounting.journals.read` may be asked for. */
  journals: boolean;
  /** A certified app does not count towards an organisation's two uncertified ones. */
  certified: boolean;
}

export const tierNames = ['uncertified', 'starter', 'core', 'plus', 'advanced', 'enterprise'] as const;
export type TierName = (typeof tierNames)[number];

/** The tiers since March 2026, and `uncertified`: the cap of 25 that apps had before and that many platforms still plan with. */
export const tiers: Record<TierName, Tier> = {
  uncertified: { connections: 25, callsPerDay: 5000, rapidSync: false, journals: false, certified: false },
  starter: { connections: 5, callsPerDay: 1000, rapidSync: false, journals: false, certified: false },
  core: { connections: 50, callsPerDay: 5000, rapidSync: false, journals: false, certified: false },
  plus: { connections: 1000, callsPerDay: 5000, rapidSync: true, journals: false, certified: true },
  advanced: { connections: 10_000, callsPerDay: 5000, rapidSync: true, journals: true, certified: true },
  enterprise: { connections: null, callsPerDay: 5000, rapidSync: true, journals: true, certified: true },
};
