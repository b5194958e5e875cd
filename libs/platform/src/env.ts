import { isIP } from 'node:net';
import { z } from 'zod';

/** What an environment must hold, parsed once at start. Every fault is reported together. */
const word = z.string().trim().min(1);
const onOff = z.enum(['on', 'off'], { error: 'must be "on" or "off"' });
const port = z.coerce.number({ error: 'must be a port number' }).int('must be a whole number').min(0, 'must be 0 to 65535').max(65535, 'must be 0 to 65535');
const webUrl = z.string().refine(isWebUrl, 'must be an http:// or https:// address').transform((url) => url.replace(/\/+$/, ''));
const noSpaces = word.refine((text) => !/\s/.test(text), 'must not contain spaces');

const schema = z.object({
  PORT: port.default(3000),
  HOST: word.default('127.0.0.1'),
  PUBLIC_URL: webUrl.optional(),
  TRUST_PROXY: z.string().transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every(isProxy), 'must be addresses, networks such as 10.0.0.0/8 or "loopback" (several: comma between them)').default(['loopback']),
  DATA_DIR: word.default('./data'),
  DATABASE_URL: z.string().refine((url) => hasScheme(url, ['postgres:', 'postgresql:']), 'must be a postgres:// address').optional(),
  SQL_ADDRESS: noSpaces.refine((address) => URL.canParse(`postgres://${address}`) && !/[/@?#]/.test(address), 'must be a host, or host:port').optional(),
  REDIS_URL: z.string().refine((url) => hasScheme(url, ['redis:', 'rediss:']), 'must be a redis:// or rediss:// address').optional(),
  ENCRYPTION_KEY: z.string().transform((keys) => keys.split(',').map((key) => key.trim()))
    .refine((keys) => keys.every((key) => key.length >= 32), 'must be at least 32 characters (several: the current one first, comma between them)').optional(),
  ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  OPERATOR_NAME: word.max(100, 'must have at most 100 characters').optional(),
  API_KEY: noSpaces.refine((key) => key.length >= 16, 'must have at least 16 characters').optional(),
  XERO_LOGIN_URL: webUrl.optional(),
  XERO_IDENTITY_URL: webUrl.optional(),
  XERO_API_URL: webUrl.optional(),
  XERO_SIMULATOR: onOff.default('off'),
  XERO_SIMULATOR_PORT: port.default(3010),
  DEMO: onOff.default('on'),
  XERO_CLIENT_ID: noSpaces.optional(),
  XERO_CLIENT_SECRET: noSpaces.optional(),
  DAILY_REQUESTS: z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(0, 'must be 0 to 1000000').max(1_000_000, 'must be 0 to 1000000').default(1000),
  RECORD_VERSIONS: z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(0, 'must be 0 to 1000').max(1000, 'must be 0 to 1000').default(20),
  WEBHOOK_TRIAL_HOSTS: z.string().transform((list) => list.split(',').map((host) => host.trim().toLowerCase())).default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export interface Env {
  port: number;
  /** The address that servers listen on. */
  host: string;
  /** What browsers and consumers call us by; no slash at the end. */
  publicUrl: string;
  /** Who may say for whom it asks (X-Forwarded-For): addresses, networks in CIDR form, `loopback`. */
  trustProxy: string[];
  dataDir: string;
  /** The owner's database, or undefined where the embedded one is meant. */
  databaseUrl: string | undefined;
  /** Under which host and port consumers reach the database, where that is not how we do. */
  sqlAddress: string | undefined;
  redisUrl: string | undefined;
  /** Root keys for secrets: the first seals, all of them open. */
  encryptionKeys: string[];
  /** What the first operator's customers read on the pages of Link. */
  operatorName: string | undefined;
  adminEmail: string | undefined;
  adminPassword: string | undefined;
  apiKey: string | undefined;
  xero: { loginUrl: string; identityUrl: string; apiUrl: string };
  simulator: boolean;
  simulatorPort: number;
  demo: boolean;
  xeroClientId: string | undefined;
  xeroClientSecret: string | undefined;
  /** Requests a day that an operator has for each linked company, and once besides; 0: no limit. */
  dailyRequests: number;
  /** Earlier documents kept of each record. */
  recordVersions: number;
  /** Hosts that webhooks may call by http://, on any port and at private addresses. */
  webhookTrialHosts: string[];
  logLevel: string;
}

/** Lists all faults of an environment, one sentence each. */
export class EnvironmentFault extends Error {
  constructor(readonly faults: string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'EnvironmentFault';
  }
}

/** Settings that one kind of process cannot do without, each with the end of the sentence that says so. */
export type Needs = Partial<Record<keyof typeof schema.shape, string>>;

/** Reads settings from `source`. An empty value counts as absent, as compose files write it. */
export function parseEnv(source: NodeJS.ProcessEnv, needs: Needs = {}): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = schema.safeParse(given);
  const faults = (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);
  for (const [name, why] of Object.entries(needs)) {
    if (!given[name]) faults.push(`${name} must be given${why}`);
  }
  for (const [one, other] of [['XERO_CLIENT_ID', 'XERO_CLIENT_SECRET'], ['XERO_CLIENT_SECRET', 'XERO_CLIENT_ID']] as const) {
    if (given[one] && !given[other]) faults.push(`${other} must be given too: ${one} is`);
  }
  if (result.data?.XERO_SIMULATOR === 'on' && result.data.PORT !== 0 && result.data.PORT === result.data.XERO_SIMULATOR_PORT) {
    faults.push('XERO_SIMULATOR_PORT must be another port than PORT');
  }
  if (!result.data || faults.length > 0) throw new EnvironmentFault(faults);
  const env = result.data;
  const simulator = env.XERO_SIMULATOR === 'on';
  const simulatorUrl = `http://localhost:${env.XERO_SIMULATOR_PORT}`;
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    trustProxy: env.TRUST_PROXY,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    sqlAddress: env.SQL_ADDRESS,
    redisUrl: env.REDIS_URL,
    encryptionKeys: env.ENCRYPTION_KEY ?? [],
    operatorName: env.OPERATOR_NAME,
    adminEmail: env.ADMIN_EMAIL,
    adminPassword: env.ADMIN_PASSWORD,
    apiKey: env.API_KEY,
    xero: {
      loginUrl: env.XERO_LOGIN_URL ?? (simulator ? simulatorUrl : 'https://login.xero.com'),
      identityUrl: env.XERO_IDENTITY_URL ?? (simulator ? simulatorUrl : 'https://identity.xero.com'),
      apiUrl: env.XERO_API_URL ?? (simulator ? simulatorUrl : 'https://api.xero.com'),
    },
    simulator,
    simulatorPort: env.XERO_SIMULATOR_PORT,
    demo: env.DEMO === 'on',
    xeroClientId: env.XERO_CLIENT_ID,
    xeroClientSecret: env.XERO_CLIENT_SECRET,
    dailyRequests: env.DAILY_REQUESTS,
    recordVersions: env.RECORD_VERSIONS,
    webhookTrialHosts: env.WEBHOOK_TRIAL_HOSTS,
    logLevel: env.LOG_LEVEL,
  };
}

/** A served process's settings: like `Env`, with what only the launcher can do without. */
export type ServerEnv = Env & { databaseUrl: string };

/** For portal and worker, which find a database and a root key or refuse to start. */
export function requireServerEnv(source: NodeJS.ProcessEnv): ServerEnv {
  return parseEnv(source, {
    DATABASE_URL: ': the address of the PostgreSQL database',
    ENCRYPTION_KEY: ': at least 32 random characters',
  }) as ServerEnv;
}

let cached: ServerEnv | undefined;

/** This process's settings, read once. */
export function readEnv(): ServerEnv {
  cached ??= requireServerEnv(process.env);
  return cached;
}

function hasScheme(text: string, schemes: string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}

function isWebUrl(text: string): boolean {
  return hasScheme(text, ['http:', 'https:']);
}

/** A network of everybody is refused: anybody could then ask in anybody's name. */
function isProxy(text: string): boolean {
  const [address, bits, ...more] = text.split('/');
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)]!;
  if (bits === undefined) return text === 'loopback' || (longest > 0 && !address.includes('%'));
  return more.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest;
}
