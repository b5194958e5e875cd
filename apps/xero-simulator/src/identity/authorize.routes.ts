import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.js';
import { type AuthorizationRequest, callbackUrl, readAuthorizationRequest } from './authorization.js';
import type { Codes } from './codes.js';
import type { Connections } from './connections.js';
import { LogIns } from './log-ins.js';
import type { Session } from './model.js';
import { connectionLimitPage, errorPage, loginPage, pickerPage } from './pages.js';
import type { World } from './world.js';

const authorizePath = '/identity/connect/authorize';

interface Identity {
  world: World;
  clock: Clock;
  connections: Connections;
  codes: Codes;
}

interface PendingConsent {
  request: AuthorizationRequest;
  sessionId: string;
  returnUrl: string;
}

type Form = Record<string, string | string[] | undefined>;

/** The pages that a person sees: log-in, organisation picker, error and connection-limit page. */
export function authorizeRoutes(server: FastifyInstance, { world, clock, connections, codes }: Identity): void {
  const logIns = new LogIns(world, clock);
  const pending = new Map<string, PendingConsent>();

  server.get(authorizePath, (request, reply) => {
    const asked = readAuthorizationRequest(world, request.url.split('?')[1] ?? '');
    if ('code' in asked && asked.callback !== undefined) return reply.redirect(asked.callback, 302);
    if ('code' in asked) return show(reply, errorPage(asked.code, asked.message), 400);
    const session = logIns.of(request);
    if (!session) return show(reply, loginPage(request.url));
    const person = world.people.get(session.userId)!;
    const choices = connections.selectable(person).map((organisation) => ({ organisation, state: connections.pickerState(asked.app, person, organisation) }));
    if (connections.isFull(asked.app) && !choices.some((choice) => choice.state === 'connected')) return toLimit(reply, asked);
    const consentId = randomUUID();
    pending.set(consentId, { request: asked, sessionId: session.id, returnUrl: request.url });
    return show(reply, pickerPage({ ...asked, person, consentId, choices, returnUrl: request.url }));
  });

  server.post('/identity/account/login', (request, reply) => {
    const { email = '', password = '', returnUrl = '' } = form(request);
    if (!isReturnUrl(returnUrl)) return show(reply, errorPage('invalid_request', 'This log-in belongs to no request.'), 400);
    const session = logIns.start(String(email), String(password));
    if (!session) return show(reply, loginPage(returnUrl, String(email), 'Your email address or password is wrong.'), 401);
    return reply.header('set-cookie', logIns.cookie(session)).redirect(returnUrl, 302);
  });

  server.post('/identity/account/logout', (request, reply) => {
    const { returnUrl = '' } = form(request);
    logIns.end(request);
    if (!isReturnUrl(returnUrl)) return show(reply, loginPage(authorizePath));
    return reply.header('set-cookie', logIns.noCookie()).redirect(returnUrl, 302);
  });

  server.post('/identity/connect/consent', (request, reply) => {
    const body = form(request);
    const session = logIns.of(request);
    const consent = pending.get(String(body['consentId']));
    if (!session || !consent || consent.sessionId !== session.id) {
      return show(reply, errorPage('invalid_request', 'This consent has been answered already or belongs to another log-in.'), 400);
    }
    if (body['decision'] === 'cancel') {
      pending.delete(String(body['consentId']));
      return reply.redirect(callbackUrl(consent.request, { error: 'access_denied' }), 302);
    }
    return allow(reply, String(body['consentId']), consent, session, [body['organisation'] ?? []].flat());
  });

  server.get('/connectionLimit', (request, reply) => {
    const app = world.apps.get(String((request.query as Form)['clientId']));
    return show(reply, connectionLimitPage(app?.name ?? 'This app'));
  });

  function allow(reply: FastifyReply, consentId: string, consent: PendingConsent, session: Session, chosenIds: string[]) {
    const { app, several, scopes } = consent.request;
    const person = world.people.get(session.userId)!;
    const choices = connections.selectable(person).map((organisation) => ({ organisation, state: connections.pickerState(app, person, organisation) }));
    const chosen = choices.filter((choice) => chosenIds.includes(choice.organisation.tenantId));
    const fault = faultOf(chosenIds, chosen.length, chosen.some((choice) => choice.state === 'barred'), several);
    if (fault) return show(reply, pickerPage({ ...consent.request, person, consentId, choices, returnUrl: consent.returnUrl, fault }), 400);
    const authEventId = randomUUID();
    if (connections.connect(app, person, chosen.map((choice) => choice.organisation), authEventId) === 'full') return toLimit(reply, consent.request);
    pending.delete(consentId);
    world.addScopes(app.clientId, person.userId, scopes);
    const code = codes.create(consent.request, session, authEventId);
    world.keep();
    const sessionState = randomBytes(24).toString('base64url');
    return reply.redirect(callbackUrl(consent.request, { code, scope: scopes.join(' '), session_state: sessionState }), 302);
  }
}

function faultOf(chosenIds: string[], found: number, barred: boolean, several: boolean): string | undefined {
  if (chosenIds.length === 0) return 'Select an organisation.';
  if (found !== chosenIds.length || barred) return 'This organisation cannot be connected.';
  return chosenIds.length > 1 && !several ? 'Select one organisation.' : undefined;
}

function isReturnUrl(url: unknown): url is string {
  return typeof url === 'string' && url.startsWith(`${authorizePath}?`);
}

function form(request: FastifyRequest): Form {
  return (request.body ?? {}) as Form;
}

/** At the cap the browser ends here; the app never hears of it. */
function toLimit(reply: FastifyReply, asked: AuthorizationRequest) {
  return reply.redirect(`/connectionLimit?clientId=${encodeURIComponent(asked.app.clientId)}`, 302);
}

function show(reply: FastifyReply, html: string, status = 200) {
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    .header('x-frame-options', 'DENY')
    .send(html);
}
