import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Counters } from '../gate/counters.js';
import type { Codes } from './codes.js';
import type { App } from './model.js';
import { appScopes, splitScopes } from './scopes.js';
import { personClaims, subject, type TokenAnswer, type Tokens } from './tokens.js';
import type { World } from './world.js';

interface Identity {
  world: World;
  tokens: Tokens;
  codes: Codes;
  counters: Counters;
}

type Form = Record<string, string | undefined>;
type Outcome = TokenAnswer | { error: string };

/** The token endpoint, revocation and user info. Errors are the bare OAuth ones, as Xero sends them. */
export function tokenRoutes(server: FastifyInstance, { world, tokens, codes, counters }: Identity): void {
  server.post('/connect/token', async (request, reply) => {
    const body = form(request);
    const app = clientOf(world, request, body);
    const grantType = body['grant_type'] ?? 'none';
    const outcome = app ? await exchange(app, grantType, body, originOf(request)) : { error: 'invalid_client' };
    counters.add('error' in outcome ? `token ${grantType} ${outcome.error}` : `token ${grantType} ok`);
    return reply.code('error' in outcome ? 400 : 200).header('cache-control', 'no-store').send(outcome);
  });

  server.post('/connect/revocation', async (request, reply) => {
    const body = form(request);
    const app = clientOf(world, request, body);
    if (!app) return reply.code(400).send({ error: 'invalid_client' });
    const token = world.refreshTokens.get(body['token'] ?? '');
    if (token?.clientId === app.clientId) revoke(app, token.userId);
    counters.add('revocation');
    return reply.code(200).send();
  });

  server.get('/connect/userinfo', async (request, reply) => {
    const caller = await tokens.read((request.headers.authorization ?? '').replace(/^Bearer /i, ''));
    const person = typeof caller === 'object' && caller.userId !== null ? world.people.get(caller.userId) : undefined;
    if (typeof caller !== 'object' || !person) return reply.code(401).header('www-authenticate', 'Bearer error="invalid_token"').send();
    return { sub: subject(person.userId), xero_userid: person.userId, ...personClaims(person, caller.scopes) };
  });

  function exchange(app: App, grantType: string, body: Form, issuer: string): Promise<Outcome> {
    if (grantType === 'authorization_code') return exchangeCode(app, body, issuer);
    if (grantType === 'refresh_token') return refresh(app, body, issuer);
    if (grantType === 'client_credentials') return appToken(app, body, issuer);
    return Promise.resolve({ error: 'unsupported_grant_type' });
  }

  async function exchangeCode(app: App, body: Form, issuer: string): Promise<Outcome> {
    const code = codes.use(app, body['code'] ?? '', body['redirect_uri'] ?? '', body['code_verifier']);
    if (!code) return { error: 'invalid_grant' };
    if (app.newConsentInvalidates) for (const old of world.refreshTokensOf(app.clientId, code.userId)) world.refreshTokens.delete(old.token);
    const answer = await tokens.issue(code, issuer, { nonce: code.nonce });
    world.keep();
    return answer;
  }

  async function refresh(app: App, body: Form, issuer: string): Promise<Outcome> {
    const parent = body['refresh_token'] ?? '';
    const used = tokens.useRefreshToken(app, parent);
    if (!used) return { error: 'invalid_grant' };
    if (used.repeated) counters.add('token refresh_token repeated');
    const answer = await tokens.issue(used.logIn, issuer, { parent });
    world.keep();
    return answer;
  }

  async function appToken(app: App, body: Form, issuer: string): Promise<Outcome> {
    const scopes = splitScopes(body['scope']);
    if (scopes.length === 0 || scopes.some((scope) => !appScopes.has(scope))) return { error: 'invalid_scope' };
    return tokens.issueForApp(app, scopes, issuer);
  }

  /** Revocation is not logging out of one organisation: it ends everything between this person and this app. */
  function revoke(app: App, userId: string): void {
    for (const connection of world.connectionsOf(app.clientId, userId)) world.removeConnection(connection);
    world.dropGrant(app.clientId, userId);
    world.keep();
  }
}

/** The app whose keys a request carries, in the Basic header or in the form, as Xero takes both. */
function clientOf(world: World, request: FastifyRequest, body: Form): App | null {
  const [id, secret] = basicPair(request.headers.authorization) ?? [body['client_id'] ?? '', body['client_secret'] ?? ''];
  const app = world.apps.get(id);
  return app && app.clientSecret === secret ? app : null;
}

function basicPair(header: string | undefined): [string, string] | null {
  const match = /^Basic ([\w+/=-]+)$/i.exec(header ?? '');
  if (!match) return null;
  const [id = '', ...rest] = Buffer.from(match[1], 'base64').toString('utf8').split(':');
  return [decode(id), decode(rest.join(':'))];
}

/** RFC 6749 wants both halves form-encoded; clients that skip it send the same text for keys like ours. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function form(request: FastifyRequest): Form {
  const body = request.body;
  return body !== null && typeof body === 'object' ? (body as Form) : {};
}

/** The origin as the client addressed it; the real one is always https://identity.xero.com. */
export function originOf(request: FastifyRequest): string {
  return `http://${request.headers.host ?? 'localhost'}`;
}

