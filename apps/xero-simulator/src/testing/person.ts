import type { RunningSimulator } from './simulator.js';

export const readScopes = 'openid profile email offline_access accounting.settings.read accounting.contacts.read accounting.invoices.read accounting.payments.read';
export const callback = 'http://localhost:3000/oauth/xero/app/callback';

export interface TokenSet {
  access_token: string;
  refresh_token: string;
  id_token: string;
  scope: string;
  expires_in: number;
}

/** The address of an authorisation request, with spaces as %20. */
export function authorizeUrl(simulator: RunningSimulator, parameters: Record<string, string> = {}): string {
  const query = { response_type: 'code', client_id: simulator.clientId, redirect_uri: callback, scope: readScopes, state: 'state-1', ...parameters };
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${simulator.url}/identity/connect/authorize?${pairs.join('&')}`;
}

/** A person at the authorise pages who has no browser, only form posts. */
export class Person {
  private cookie = '';

  constructor(
    readonly simulator: RunningSimulator,
    readonly email = 'demo@example.com',
  ) {}

  /** Opens the request and logs in when asked to; the picker page, or wherever the simulator leads instead. */
  async open(parameters: Record<string, string> = {}): Promise<{ status: number; html: string; location: string | null; headers: Headers }> {
    const url = authorizeUrl(this.simulator, parameters);
    let page = await this.get(url);
    if (page.html.includes('name="password"')) {
      const answer = await this.post('/identity/account/login', { email: this.email, password: 'demo', returnUrl: hidden(page.html, 'returnUrl') });
      this.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!;
      page = await this.get(new URL(answer.headers.get('location') ?? '/', this.simulator.url).href);
    }
    return page;
  }

  /** Answers the picker. Without ids it chooses what is ticked already. */
  async answer(html: string, decision: 'allow' | 'cancel', tenantIds = ticked(html)): Promise<Response> {
    return this.post('/identity/connect/consent', { consentId: hidden(html, 'consentId'), organisation: tenantIds, decision });
  }

  /** The whole way to the callback address. */
  async consent(tenantIds?: string[], parameters: Record<string, string> = {}): Promise<URL> {
    const { html } = await this.open(parameters);
    const response = await this.answer(html, 'allow', tenantIds);
    return new URL(response.headers.get('location') ?? `about:blank#${response.status}`, this.simulator.url);
  }

  /** Consent and code exchange. */
  async link(tenantIds?: string[], parameters: Record<string, string> = {}): Promise<TokenSet> {
    const back = await this.consent(tenantIds, parameters);
    const response = await token(this.simulator, { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: callback });
    return (await response.json()) as TokenSet;
  }

  private async get(url: string) {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: this.cookie } });
    return { status: response.status, html: await response.text(), location: response.headers.get('location'), headers: response.headers };
  }

  private post(path: string, fields: Record<string, string | string[]>): Promise<Response> {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])));
    return fetch(`${this.simulator.url}${path}`, { method: 'POST', body, redirect: 'manual', headers: { cookie: this.cookie } });
  }
}

/** A request to the token endpoint with the app's keys. */
export function token(simulator: RunningSimulator, fields: Record<string, string>, secret = simulator.clientSecret): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${simulator.clientId}:${secret}`).toString('base64')}`;
  return fetch(`${simulator.url}/connect/token`, { method: 'POST', body: new URLSearchParams(fields), headers: { authorization } });
}

export function refresh(simulator: RunningSimulator, refreshToken: string): Promise<Response> {
  return token(simulator, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** A data or connections call with a bearer token. */
export function call(simulator: RunningSimulator, accessToken: string, path: string, tenantId?: string, { method = 'GET', signal }: { method?: string; signal?: AbortSignal | undefined } = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json', ...(tenantId ? { 'xero-tenant-id': tenantId } : {}) };
  return fetch(`${simulator.url}${path}`, { method, headers, signal: signal ?? null });
}

function hidden(html: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function ticked(html: string): string[] {
  return [...html.matchAll(/name="organisation" value="([^"]+)" checked/g)].map((match) => match[1]);
}
