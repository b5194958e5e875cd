import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from './browser.js';
import type { TrialFile } from './trial-file.js';

/** Keys of the app that the simulator is born with. */
export const simulatorApp = { clientId: '5117A7082C1E4DE49F4E7D3A8C0B51A0', clientSecret: 'simulator-secret-0000000000000000000000000000' };
export const simulatorUser = { email: 'demo@example.com', password: 'demo' };

export interface DemoOptions {
  portalUrl: string;
  file: TrialFile;
  /** Called about once a second while the books are pulled, and once when they are. */
  onProgress: (progress: PullProgress[]) => void;
  say: (line: string) => void;
}

export interface PullProgress {
  dataType: string;
  status: string;
  progress: number;
}

interface Company {
  id: string;
  redirect: string;
}

interface PullOperation extends PullProgress {
  isCompleted: boolean;
  isErrored: boolean;
  errorMessage?: string;
}

/**
 * The main job, done as people do it: the portal's own pages' calls set Xero up, a browser's requests link the company,
 * and the worker pulls. A start that was broken off goes on where it was.
 */
export async function runDemo({ portalUrl, file, onProgress, say }: DemoOptions): Promise<string> {
  const { trial } = file;
  const operator = new Browser();
  await operator.call('POST', `${portalUrl}/portal/api/session`, { email: trial.adminEmail, password: trial.adminPassword });
  await enableXero(operator, portalUrl, say);
  if (!trial.demoCompanyId) {
    const company = await operator.call<Company>('POST', `${portalUrl}/api/companies`, { name: 'Demo Company' });
    await file.save({ demoCompanyId: company.id });
  }
  const company = await operator.call<Company & { dataConnections: { status: string }[] }>('GET', `${portalUrl}/api/companies/${trial.demoCompanyId}`);
  if (!company.dataConnections.some(({ status }) => status === 'Linked')) {
    say('Linking the demo company: consent at the simulated Xero …');
    await link(portalUrl, company.id);
  }
  await watchPull(operator, `${portalUrl}/api/companies/${company.id}`, onProgress);
  await file.save({ demoDone: true });
  return company.id;
}

async function enableXero(operator: Browser, portalUrl: string, say: (line: string) => void): Promise<void> {
  const settings = `${portalUrl}/portal/api/integrations/gbol`;
  const { configured, enabled, tier } = await operator.call<{ configured: boolean; enabled: boolean; tier: string }>('GET', settings);
  if (!configured) {
    say('Setting Xero up with the simulator\'s keys …');
    await operator.call('PUT', settings, { ...simulatorApp, tier, writes: true });
  }
  if (!enabled) await operator.call('PUT', `${settings}/enabled`, { enabled: true });
}

/** What the company's own person does on the Link page, at Xero's sign-in and at its consent. */
async function link(portalUrl: string, companyId: string): Promise<void> {
  const person = new Browser();
  const { authorizeUrl } = await person.call<{ authorizeUrl: string }>('POST', `${portalUrl}/link/api/companies/${companyId}/connections`, { platformKey: 'gbol' });
  const signIn = await person.open(authorizeUrl);
  const consent = await person.submit(signIn, simulatorUser);
  const organisation = /name="organisation"[^>]*value="([^"]+)"/.exec(consent)?.[1];
  if (!organisation) throw new Error(`The simulated Xero offered no organisation at ${person.address}`);
  await person.submit(consent, { organisation, decision: 'allow' });
  const attemptId = /\/link\/attempts\/([0-9a-f-]+)/.exec(person.address)?.[1];
  if (!attemptId) throw new Error(`Linking ended at ${person.address}`);
  const attempt = await person.call<{ status: string; reason?: string; message?: string }>('GET', `${portalUrl}/link/api/attempts/${attemptId}`);
  if (attempt.status !== 'linked') throw new Error(`Linking the demo company failed: ${attempt.message ?? attempt.reason ?? attempt.status}`);
}

async function watchPull(operator: Browser, company: string, onProgress: (progress: PullProgress[]) => void): Promise<void> {
  for (;;) {
    const { results } = await operator.call<{ results: PullOperation[] }>('GET', `${company}/data/history?pageSize=200`);
    onProgress(results);
    if (results.length > 0 && results.every(({ isCompleted }) => isCompleted)) {
      const failed = results.filter(({ isErrored }) => isErrored);
      if (failed.length > 0) throw new Error(`The pull failed for ${failed.map(({ dataType, errorMessage }) => `${dataType} (${errorMessage ?? 'no reason given'})`).join(', ')}`);
      return;
    }
    await pause(500);
  }
}
