import { z } from 'zod';
import { editKinds } from '../books/control.js';
import { faultKinds } from '../gate/faults.js';
import { tierNames } from '../identity/tiers.js';
import { reportNames } from '../reports/report-settings.js';

const isPattern = (text: string) => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
};
const pattern = z.string().refine(isPattern, 'is not a regular expression');
const count = z.number().int().min(0);

export const clockCommand = z.strictObject({ advanceSeconds: z.number().min(0) });

export const faultCommand = z.strictObject({
  kind: z.enum(faultKinds),
  path: pattern.optional(),
  method: z.string().toUpperCase().optional(),
  tenantId: z.string().optional(),
  times: z.number().int().min(1).nullable().default(1),
  skip: count.default(0),
  delayMs: count.default(0),
  limit: z.string().optional(),
  retryAfterSeconds: count.nullable().optional(),
  status: z.number().int().min(200).max(599).optional(),
  body: z.string().optional(),
  contentType: z.string().optional(),
});

const atLeastOne = z.number().int().min(1);
export const limitsCommand = z.strictObject({
  enforced: z.boolean().optional(),
  reset: z.literal(true).optional(),
  concurrent: atLeastOne.optional(),
  perMinute: atLeastOne.optional(),
  perDay: atLeastOne.nullable().optional(),
  perAppMinute: atLeastOne.optional(),
  minuteSeconds: z.number().positive().optional(),
  daySeconds: z.number().positive().optional(),
});

export const callsQuery = z.strictObject({ last: z.coerce.number().int().min(1).max(5000).default(100), path: pattern.optional() });

export const writesQuery = z.strictObject({ last: z.coerce.number().int().min(1).max(100_000).default(1000), list: z.string().optional() });

const redirects = z.union([z.literal('any-loopback'), z.array(z.url())]);
const appChanges = {
  clientSecret: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  redirects: redirects.optional(),
  tier: z.enum(tierNames).optional(),
  connectionCap: count.nullable().optional(),
  severalPerConsent: z.boolean().optional(),
  broadScopes: z.boolean().optional(),
  plusInScope: z.boolean().optional(),
  newConsentInvalidates: z.boolean().optional(),
  repeatKillsSuccessor: z.boolean().optional(),
  refusedScopeCallsBack: z.boolean().optional(),
  reconnectMovesEvent: z.boolean().optional(),
};
export const appChange = z.strictObject(appChanges);
export const appCommand = z.strictObject({ ...appChanges, clientId: z.string().min(1), clientSecret: z.string().min(1) });

export const organisationCommand = z.strictObject({
  name: z.string().min(1),
  edition: z.enum(['uk', 'us', 'au', 'nz']).default('uk'),
  seed: count.default(1),
  invoices: count.max(1_000_000).default(20),
  /** On each document; a mix of 1 to 5 when left out. */
  lines: z.number().int().min(1).max(100).optional(),
  /** Who may connect it. */
  email: z.string().optional(),
  /** Milliseconds before which its books were written; now when left out. The same seed, size and moment make the same books. */
  anchor: z.number().int().positive().optional(),
});

export const organisationChange = z.strictObject({
  name: z.string().min(1).optional(),
  otherUncertifiedApps: count.optional(),
  offline: z.boolean().optional(),
  ended: z.enum(['forbidden', 'gone', 'named']).nullable().optional(),
});

export const booksChange = z.strictObject({
  editsPerPage: count.optional(),
  /** What is drawn for each of them; null: updates of invoices after pages of invoices. */
  edits: z.array(z.strictObject({ kind: z.enum(editKinds as [string, ...string[]]), stamped: z.boolean().optional(), type: z.string().optional() })).min(1).nullable().optional(),
  highVolumeLimit: count.optional(),
  reportLayout: z.enum(['standard', 'custom']).optional(),
});

/** `account` by id, code or first name. */
export const misstatementCommand = z.strictObject({
  account: z.string(),
  cents: z.number().int().default(1),
  reports: z.array(z.enum(reportNames)).default([...reportNames]),
});

export const personCommand = z.strictObject({
  email: z.email(),
  password: z.string().min(1).default('demo'),
  givenName: z.string().default('Test'),
  familyName: z.string().default('Person'),
});

export const roleCommand = z.strictObject({ connect: z.boolean().optional(), access: z.boolean().optional(), reporting: z.boolean().optional(), bankDetails: z.boolean().optional() });

/** Of one person for one app; the first app when none is named. */
export const grantCommand = z.strictObject({ clientId: z.string().optional(), email: z.string(), scopes: z.string() });

export const consentCommand = z.strictObject({
  clientId: z.string().optional(),
  email: z.string(),
  tenantIds: z.array(z.string()).min(1),
  scopes: z.string(),
});
