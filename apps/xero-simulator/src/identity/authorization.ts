import type { App } from './model.js';
import { refusedScope, splitScopes } from './scopes.js';
import type { World } from './world.js';

/** A checked request to the authorise page. */
export interface AuthorizationRequest {
  app: App;
  redirectUri: string;
  scopes: string[];
  state: string | null;
  several: boolean;
  codeChallenge: string | null;
  nonce: string | null;
}

/** A request that ends on an error page: Xero does not send the browser back for these. */
export interface Refusal {
  code: string;
  message: string;
  /** Where the browser goes instead, for the few refusals that an app may hear of. */
  callback?: string;
}

/** Checks the query of the authorise page. `rawQuery` is the text before decoding, where `+` and `%20` still differ. */
export function readAuthorizationRequest(world: World, rawQuery: string): AuthorizationRequest | Refusal {
  const query = new URLSearchParams(rawQuery);
  const app = world.apps.get(query.get('client_id') ?? '');
  if (!app) return { code: 'unauthorized_client', message: 'Unknown client or client not enabled' };
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!mayRedirect(app, redirectUri)) return { code: 'unauthorized_client', message: 'Invalid redirect_uri' };
  if (query.get('response_type') !== 'code') return { code: 'unsupported_response_type', message: 'response_type must be code' };
  if (!app.plusInScope && /(?:^|&)scope=[^&]*\+/.test(rawQuery)) return { code: 'invalid_scope', message: 'Separate scopes with %20, not with +' };
  const scopes = splitScopes(query.get('scope') ?? '');
  const refused = scopes.length === 0 ? 'none was asked for' : refusedScope(app, scopes);
  if (refused !== null) return { code: 'invalid_scope', message: `Invalid scope for client: ${refused}`, ...callbackFor(app, redirectUri, query.get('state')) };
  const challenge = query.get('code_challenge');
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') return { code: 'invalid_request', message: 'code_challenge_method must be S256' };
  return {
    app,
    redirectUri,
    scopes,
    state: query.get('state'),
    several: app.severalPerConsent && !(query.get('acr_values') ?? '').split(' ').includes('bulk_connect:false'),
    codeChallenge: challenge,
    nonce: query.get('nonce'),
  };
}

function callbackFor(app: App, redirectUri: string, state: string | null): Pick<Refusal, 'callback'> {
  return app.refusedScopeCallsBack ? { callback: callbackUrl({ redirectUri, state }, { error: 'invalid_scope' }) } : {};
}

/** Redirect URIs match letter for letter; the trial's default lets any address of this machine in instead. */
function mayRedirect(app: App, redirectUri: string): boolean {
  if (app.redirects !== 'any-loopback') return app.redirects.includes(redirectUri);
  if (!URL.canParse(redirectUri)) return false;
  const url = new URL(redirectUri);
  return url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname) && url.hash === '' && url.username === '';
}

/** The address that the browser goes back to, with the answer added to whatever query the app registered. */
export function callbackUrl(request: Pick<AuthorizationRequest, 'redirectUri' | 'state'>, answer: Record<string, string>): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (request.state !== null) url.searchParams.set('state', request.state);
  return url.href;
}
