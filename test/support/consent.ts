import { Browser } from '../../apps/launcher/src/browser.js';
import { simulatorApp } from './processes.js';

export const simulatorUser = { email: 'demo@example.com', password: 'demo' };

/** What a consent at the simulator gives to an app that is not Ledgerbridge. */
export interface DirectAccess {
  accessToken: string;
  refreshToken: string;
  organisationId: string;
}

/** Goes on from a connection's own address as its page does, to the platform and back. */
export async function allowAccessAt(browser: Browser, linkUrl: string): Promise<void> {
  const { origin, pathname } = new URL(linkUrl);
  const connectionId = /^\/link\/connections\/([0-9a-f-]+)\/start$/.exec(pathname)?.[1];
  if (!connectionId) throw new Error(`${linkUrl} is not the address of a connection`);
  const { authorizeUrl } = await browser.call<{ authorizeUrl: string }>('POST', `${origin}/link/api/connections/${connectionId}/attempts`);
  await allowAccess(browser, authorizeUrl);
}

/** Walks the simulator's sign-in and picker; the browser stops at the address that it is sent back to. */
export async function allowAccess(browser: Browser, authorizeUrl: string, user = simulatorUser, organisationName?: string): Promise<void> {
  const first = await browser.open(authorizeUrl);
  const picker = first.includes('name="password"') ? await browser.submit(first, user) : first;
  const choices = [...picker.matchAll(/name="organisation" value="([^"]+)"[^>]*><label[^>]*>([^<]*)/g)].map(([, id, name]) => ({ id: id, name: name }));
  const chosen = organisationName ? choices.find(({ name }) => name.startsWith(organisationName)) : choices[0];
  if (!chosen) throw new Error(`The simulator offers ${choices.map(({ name }) => name).join(', ') || 'no organisation'}, not ${organisationName ?? 'any'}`);
  await browser.submit(picker, { organisation: chosen.id, decision: 'allow' });
}

/** Consents for an app of the test's own and exchanges the code: the baselines' way to the books. */
export async function directAccess(simulatorUrl: string, scope: string): Promise<DirectAccess> {
  const redirectUri = 'http://localhost:9/callback';
  const browser = new Browser();
  browser.stopAt = redirectUri;
  const query = new URLSearchParams({ response_type: 'code', client_id: simulatorApp.clientId, redirect_uri: redirectUri, scope, state: 'direct' });
  await allowAccess(browser, `${simulatorUrl}/identity/connect/authorize?${query.toString().replaceAll('+', '%20')}`);
  const code = new URL(browser.address).searchParams.get('code');
  if (!code) throw new Error(`No code came back: ${browser.address}`);
  const response = await fetch(`${simulatorUrl}/connect/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${Buffer.from(`${simulatorApp.clientId}:${simulatorApp.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }).toString(),
  });
  const tokens = await response.json() as { access_token: string; refresh_token: string };
  const connections = await fetch(`${simulatorUrl}/connections`, { headers: { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' } });
  const [connection] = await connections.json() as { tenantId: string }[];
  return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token, organisationId: connection.tenantId };
}
