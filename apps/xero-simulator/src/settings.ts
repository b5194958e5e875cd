import { z } from 'zod';
import { tierNames } from './identity/tiers.js';

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');
const wholeNumber = (minimum: number, maximum: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(minimum).max(maximum));
const noSpaces = z.string().min(1).regex(/^\S+$/, 'must not contain spaces');

const schema = z.object({
  SIMULATOR_CLIENT_ID: noSpaces.default('5117A7082C1E4DE49F4E7D3A8C0B51A0'),
  SIMULATOR_CLIENT_SECRET: noSpaces.default('simulator-secret-0000000000000000000000000000'),
  SIMULATOR_CONSENT: z.enum(['one', 'several']).default('one'),
  SIMULATOR_DAY_SECONDS: wholeNumber(1, 86_400).default(86_400),
  SIMULATOR_FOLLOW_PARENT: z.enum(['0', '1']).default('0').transform((value) => value === '1'),
  SIMULATOR_INVOICES: wholeNumber(0, 1_000_000).default(250),
  SIMULATOR_LIMITS: onOff.default(true),
  SIMULATOR_LINES: wholeNumber(1, 100).optional(),
  SIMULATOR_MINUTE_SECONDS: wholeNumber(1, 60).default(60),
  SIMULATOR_REDIRECTS: z
    .string()
    .default('any-loopback')
    .transform((value) => (value === 'any-loopback' ? value : value.split(',').map((uri) => uri.trim())))
    .refine((value) => value === 'any-loopback' || value.every((uri) => URL.canParse(uri)), 'must be any-loopback or a comma-separated list of URLs'),
  SIMULATOR_SEED: wholeNumber(0, 2 ** 31 - 1).default(1),
  SIMULATOR_STATE_FILE: z.string().min(1).optional(),
  SIMULATOR_TIER: z.enum(tierNames).default('core'),
  XERO_SIMULATOR_PORT: wholeNumber(0, 65_535).default(3901),
});

/** What a run of the simulator is started with. */
export interface Settings {
  /** 0 asks the system for any free port. */
  port: number;
  clientId: string;
  clientSecret: string;
  redirects: 'any-loopback' | string[];
  tier: (typeof tierNames)[number];
  /** Whether one consent may cover several organisations (Xero's bulk connections). */
  severalPerConsent: boolean;
  /** Whether calls are counted against Xero's limits. Benches switch them off. */
  limits: boolean;
  /** How long the windows of the limits are; shorter ones let tests see many. */
  minuteSeconds: number;
  daySeconds: number;
  seed: number;
  /** Invoices in the demo company's books. */
  invoices: number;
  /** Lines on each of its documents; undefined: a mix of 1 to 5. */
  lines: number | undefined;
  /** Where connections and tokens outlive a restart; without it they are kept in memory only. */
  stateFile: string | undefined;
  /** Whether to stop when the process that started this one goes away. */
  followParent: boolean;
}

/** Thrown with every fault of the environment in one message. */
export class SettingsError extends Error {}

/** Reads the settings, or throws a {@link SettingsError} that lists all their faults together. An empty value counts as absent. */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new SettingsError(`The Xero simulator cannot start with these settings:\n${faults.join('\n')}`);
  }
  const value = parsed.data;
  return {
    port: value.XERO_SIMULATOR_PORT,
    clientId: value.SIMULATOR_CLIENT_ID,
    clientSecret: value.SIMULATOR_CLIENT_SECRET,
    redirects: value.SIMULATOR_REDIRECTS,
    tier: value.SIMULATOR_TIER,
    severalPerConsent: value.SIMULATOR_CONSENT === 'several',
    limits: value.SIMULATOR_LIMITS,
    minuteSeconds: value.SIMULATOR_MINUTE_SECONDS,
    daySeconds: value.SIMULATOR_DAY_SECONDS,
    seed: value.SIMULATOR_SEED,
    invoices: value.SIMULATOR_INVOICES,
    lines: value.SIMULATOR_LINES,
    stateFile: value.SIMULATOR_STATE_FILE,
    followParent: value.SIMULATOR_FOLLOW_PARENT,
  };
}
