import { createHash, randomBytes } from 'node:crypto';
import { Person } from '../../apps/xero-simulator/src/testing/person.js';
import { type RunningSimulator, startSimulator } from '../../apps/xero-simulator/src/testing/simulator.js';
import { type AccessOptions, accessServices, addOperator, type TestOperator } from './access.js';
import { testDatabase, type TestDatabase } from './database.js';

export { Person } from '../../apps/xero-simulator/src/testing/person.js';

/** A browser as our side knows it: the hash of its cookie's secret. */
export const newBrowser = (): Buffer => createHash('sha256').update(randomBytes(32)).digest();

/** A database, a simulator and the services between them, for one test file. */
export interface LinkingWorld extends TestOperator {
  database: TestDatabase;
  simulator: RunningSimulator;
  services: ReturnType<typeof accessServices>;
  close(): Promise<void>;
}

export async function linkingWorld(environment: Record<string, string> = {}, options: Partial<AccessOptions> = {}): Promise<LinkingWorld> {
  const database = await testDatabase();
  const simulator = await startSimulator({ SIMULATOR_LIMITS: 'off', ...environment });
  const { tenants, directory } = database;
  const services = accessServices({ tenants, directory, platformUrl: simulator.url, ...options });
  const operator = await addOperator(tenants, simulator);
  return {
    database, simulator, services, ...operator,
    async close() {
      services.http.onApplicationShutdown();
      await simulator.stop();
      await database.drop();
    },
  };
}

/** Consents at the simulator as `email` and hands the callback over, as the portal's callback route does. */
export async function follow(world: LinkingWorld, authorizeUrl: string, { email = 'demo@example.com', tenantIds, browser }: { email?: string; tenantIds?: string[] | undefined; browser: Buffer | undefined }) {
  const parameters = Object.fromEntries(new URL(authorizeUrl).searchParams);
  const back = await new Person(world.simulator, email).consent(tenantIds, parameters);
  return world.services.links.complete({ ...callbackOf(back), browserHash: browser });
}

export function callbackOf(back: URL) {
  return {
    appId: back.pathname.split('/')[3] ?? '',
    state: back.searchParams.get('state') ?? undefined,
    code: back.searchParams.get('code') ?? undefined,
    error: back.searchParams.get('error') ?? undefined,
  };
}

/** The whole way for one company. */
export async function linkCompany(world: LinkingWorld, companyId: string, { email, tenantIds }: { email?: string; tenantIds?: string[] } = {}) {
  const browser = newBrowser();
  const started = await world.services.links.start({ operatorId: world.operatorId, company: { companyId, platformKey: 'gbol' }, browserHash: browser });
  await follow(world, started.authorizeUrl, { ...(email && { email }), tenantIds, browser });
  return { ...await world.services.links.find(started.attemptId, browser), browser };
}

/** An own organisation and a person who may connect it. */
export async function addOrganisation(world: LinkingWorld, email: string, name = `Organisation of ${email}`): Promise<string> {
  const known = [...world.simulator.world.people.values()].some((person) => person.email === email);
  if (!known) await world.simulator.control('POST', 'people', { email, password: 'demo' });
  const { tenantId } = await world.simulator.control<{ tenantId: string }>('POST', 'organisations', { name, invoices: 0, email });
  return tenantId;
}

/** The simulator's connections for our app. */
export function platformConnections(world: LinkingWorld): Promise<{ id: string; tenantId: string; userId: string }[]> {
  return world.simulator.control('GET', 'connections');
}

/** Does what the worker's jobs would do. */
export async function runDisconnections(world: LinkingWorld): Promise<void> {
  for (const id of world.services.woken.ids.splice(0)) await world.services.disconnections.disconnect(world.operatorId, id);
}

/** Does what the worker would do in time about consents that are not settled, without the waits between. */
export async function runConsents({ database, operatorId, services }: LinkingWorld): Promise<void> {
  await database.tenants.sql(operatorId, (client) => client.query(`update consent set next_at = now(), lease_until = null where status = 'started'`));
  for (const { kind, id } of await database.directory.unfinishedWork(100)) {
    if (kind === 'consent') await services.consents.settleDue(operatorId, id);
  }
}

export async function statuses(world: LinkingWorld): Promise<Record<string, number>> {
  const { rows } = await world.database.tenants.sql(world.operatorId, (client) => client.query(
    'select status, count(*)::int as count from connection where operator_id = $1 group by status', [world.operatorId]));
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
