import { EnvironmentFault, parseEnv, requireServerEnv } from './env.js';

const key = 'k'.repeat(32);

function faultsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof EnvironmentFault) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('have working defaults', () => {
    expect(parseEnv({})).toMatchObject({ port: 3000, publicUrl: 'http://localhost:3000', simulator: false, demo: true, xero: { apiUrl: 'https://api.xero.com' } });
  });

  it('report every fault at once, each with the name of its setting', () => {
    const faults = faultsOf(() => parseEnv({ PORT: 'many', PUBLIC_URL: 'ftp://x', DATABASE_URL: 'mysql://x', ADMIN_EMAIL: 'nobody', XERO_CLIENT_ID: 'a b', DEMO: 'yes', SQL_ADDRESS: 'postgres://x/y' }));
    for (const name of ['PORT', 'SQL_ADDRESS', 'PUBLIC_URL', 'DATABASE_URL', 'ADMIN_EMAIL', 'XERO_CLIENT_ID', 'DEMO']) {
      expect(faults.some((fault) => fault.startsWith(`${name} `))).toBe(true);
    }
  });

  it('treat an empty value as absent', () => {
    expect(parseEnv({ REDIS_URL: '', ADMIN_EMAIL: ' ' })).toMatchObject({ redisUrl: undefined, adminEmail: undefined });
  });

  it('point at the simulator while it is on, unless a host is given', () => {
    const { xero } = parseEnv({ XERO_SIMULATOR: 'on', XERO_SIMULATOR_PORT: '4010', XERO_API_URL: 'http://localhost:9/' });
    expect(xero).toEqual({ loginUrl: 'http://localhost:4010', identityUrl: 'http://localhost:4010', apiUrl: 'http://localhost:9' });
  });

  it('trust proxies on this machine alone, unless others are named', () => {
    expect(parseEnv({}).trustProxy).toEqual(['loopback']);
    expect(parseEnv({ TRUST_PROXY: 'loopback, 10.0.0.0/8,fd00::/8 ,192.0.2.7,2001:db8::1' }).trustProxy).toEqual(['loopback', '10.0.0.0/8', 'fd00::/8', '192.0.2.7', '2001:db8::1']);
  });

  it.each(['true', '1', '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0/8', '10.0.0.0/', 'proxy.internal', '10.0.0.1,', 'loopback/8', 'fe80::1%eth0'])(
    'name no proxy by %j',
    (list) => {
      expect(faultsOf(() => parseEnv({ TRUST_PROXY: list }))).toEqual([expect.stringMatching(/^TRUST_PROXY /)]);
    },
  );

  it('give portal and simulator a port each', () => {
    expect(faultsOf(() => parseEnv({ XERO_SIMULATOR: 'on', PORT: '3010' }))).toEqual([expect.stringMatching(/^XERO_SIMULATOR_PORT /)]);
    expect(faultsOf(() => parseEnv({ XERO_SIMULATOR: 'off', PORT: '3010' }))).toEqual([]);
  });

  it('need the client id and the client secret together', () => {
    expect(faultsOf(() => parseEnv({ XERO_CLIENT_ID: 'abc' }))).toEqual([expect.stringMatching(/^XERO_CLIENT_SECRET /)]);
  });

  it('of a server need a database and a root key', () => {
    expect(faultsOf(() => requireServerEnv({ PORT: 'many' }))).toEqual([expect.stringMatching(/^PORT /), expect.stringMatching(/^DATABASE_URL /), expect.stringMatching(/^ENCRYPTION_KEY /)]);
    expect(faultsOf(() => requireServerEnv({}))).toEqual([expect.stringMatching(/^DATABASE_URL /), expect.stringMatching(/^ENCRYPTION_KEY /)]);
    expect(requireServerEnv({ DATABASE_URL: 'postgres://localhost/x', ENCRYPTION_KEY: `${key}, ${key}o` }).encryptionKeys).toEqual([key, `${key}o`]);
  });

  it('refuse a short root key', () => {
    expect(faultsOf(() => parseEnv({ ENCRYPTION_KEY: 'short' }))).toEqual([expect.stringMatching(/^ENCRYPTION_KEY .*32/)]);
  });
});
