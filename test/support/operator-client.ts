import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from '../../apps/launcher/src/browser.js';
import { allowAccess, simulatorUser } from './consent.js';
import { type RunningPlatform, simulatorApp } from './processes.js';

export interface WireCompany {
  id: string;
  redirect: string;
  dataConnections: { id: string; status: string; linkUrl: string }[];
}

export interface WirePullOperation {
  id: string;
  dataType: string;
  status: string;
  progress: number;
  isCompleted: boolean;
  isErrored: boolean;
  errorMessage?: string | null;
}

/** An operator and its customers as tests play them: the portal's session, the API key, the Link page. */
export class OperatorClient {
  readonly session = new Browser();

  constructor(readonly portalUrl: string, readonly apiKey: string) {}

  static async signedIn({ portalUrl, apiKey, admin }: RunningPlatform): Promise<OperatorClient> {
    const client = new OperatorClient(portalUrl, apiKey);
    await client.session.call('POST', `${portalUrl}/portal/api/session`, admin);
    return client;
  }

  /** Stores the simulator's keys and enables Xero. */
  async enableXero(tier: string, { journals = false, writes = false } = {}): Promise<void> {
    const settings = `${this.portalUrl}/portal/api/integrations/gbol`;
    await this.session.call('PUT', settings, { ...simulatorApp, tier, journals, writes });
    await this.session.call('PUT', `${settings}/enabled`, { enabled: true });
  }

  /** A call of the public API with the API key. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.portalUrl}/api${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(this.apiKey).toString('base64')}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 400)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  createCompany(name: string): Promise<WireCompany> {
    return this.api('POST', '/companies', { name });
  }

  /** Links a company as its own person would, and returns the id of the linked connection. */
  async link(companyId: string, user = simulatorUser, organisationName?: string): Promise<string> {
    const person = new Browser();
    const { authorizeUrl } = await person.call<{ authorizeUrl: string }>('POST', `${this.portalUrl}/link/api/companies/${companyId}/connections`, { platformKey: 'gbol' });
    await allowAccess(person, authorizeUrl, user, organisationName);
    const attemptId = /\/link\/attempts\/([0-9a-f-]+)/.exec(person.address)?.[1];
    if (!attemptId) throw new Error(`Linking ended at ${person.address}`);
    const attempt = await person.call<{ status: string; reason?: string }>('GET', `${this.portalUrl}/link/api/attempts/${attemptId}`);
    if (attempt.status !== 'linked') throw new Error(`Linking ended as ${attempt.status}: ${attempt.reason}`);
    const company = await this.api<WireCompany>('GET', `/companies/${companyId}`);
    return company.dataConnections.find(({ status }) => status === 'Linked')!.id;
  }

  /** From now on a refresh of everything pulls these data types and no others. */
  async pullOnly(companyId: string, dataTypes: readonly string[]): Promise<void> {
    const path = `/companies/${companyId}/syncSettings`;
    const { settings } = await this.api<{ settings: { dataType: string }[] }>('GET', path);
    await this.api('POST', path, {
      companyId, overridesDefaults: true,
      settings: settings.map((setting) => ({ ...setting, fetchOnFirstLink: dataTypes.includes(setting.dataType), syncSchedule: 0 })),
    });
  }

  /** Waits until nothing of the company is being pulled, and returns its pull operations, newest first, those that failed among them. */
  async untilPulled(companyId: string, everyMs = 200): Promise<WirePullOperation[]> {
    for (;;) {
      const { results } = await this.api<{ results: WirePullOperation[] }>('GET', `/companies/${companyId}/data/history?pageSize=500`);
      if (results.length > 0 && results.every(({ isCompleted, isErrored }) => isCompleted || isErrored)) return results;
      await pause(everyMs);
    }
  }
}
