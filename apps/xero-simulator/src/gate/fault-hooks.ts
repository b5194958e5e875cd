import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.js';
import type { Fault, Faults } from './faults.js';
import * as problems from './problems.js';
import { refuse } from './refuse.js';

/**
 * Lets ordered faults strike every route but the control API. It runs after the gate, so that a failing call is
 * authenticated, counted and in progress, as it is at Xero.
 */
export function faultHooks(server: FastifyInstance, faults: Faults, clock: Clock): void {
  const spoiled = new WeakMap<FastifyRequest, Fault>();

  server.addHook('preHandler', async (request, reply) => {
    const path = request.url.split('?', 1)[0];
    if (path.startsWith('/simulator/')) return undefined;
    const tenantId = request.headers['xero-tenant-id'];
    const fault = faults.take(request.method, path, Array.isArray(tenantId) ? tenantId[0] : tenantId);
    if (!fault) return undefined;
    if (fault.delayMs > 0) await wait(fault.delayMs, undefined, { ref: false });
    if (afterwards.has(fault.kind)) spoiled.set(request, fault);
    if (fault.kind === 'hang') return hang(reply);
    if (fault.kind === 'reset') return reset(request, reply);
    const refused = refusalOf(fault, clock);
    return refused ? refuse(reply, refused) : undefined;
  });

  server.addHook('onSend', async (request, reply, payload) => {
    const fault = spoiled.get(request);
    if (!fault) return payload;
    if (fault.kind === 'loseAnswer') {
      await reset(request, reply);
      return payload;
    }
    if (fault.kind === 'hangAfter') {
      hang(reply);
      return new Promise<never>(() => {});
    }
    if (fault.kind === 'serverErrorAfter') return overwrite(reply, problems.serverError());
    const whole = Buffer.from(typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : '');
    const half = whole.subarray(0, Math.floor(whole.length / 2));
    if (fault.kind === 'truncateQuietly') return half;
    return breakOff(reply, whole.length, half);
  });
}

/** Faults that let the call do its work. */
const afterwards = new Set<string>(['loseAnswer', 'hangAfter', 'serverErrorAfter', 'truncate', 'truncateQuietly']);

function refusalOf(fault: Fault, clock: Clock): problems.Refused | null {
  switch (fault.kind) {
    case 'organisationOffline':
      return problems.organisationOffline();
    case 'maintenance':
      return problems.maintenance('text');
    case 'maintenanceHtml':
      return problems.maintenance('html');
    case 'unavailable':
      return problems.unavailable();
    case 'missingScope':
      return problems.missingScope();
    case 'missingRole':
      return problems.missingReportingRole();
    case 'serverError':
      return problems.serverError();
    case 'gatewayTimeout':
      return problems.gatewayTimeout();
    case 'forbidden':
      return problems.notConnected();
    case 'tokenExpired':
      return problems.tokenExpired(clock.seconds());
    case 'throttled':
      return problems.tooManyCalls(fault.limit ?? 'minute', fault.retryAfterSeconds === undefined ? 1 : fault.retryAfterSeconds);
    case 'answer':
      return { status: fault.status ?? 200, body: fault.body ?? '', contentType: fault.contentType ?? 'application/json; charset=utf-8' };
    default:
      return null;
  }
}

/** Never answers: the call stays in progress until the client gives up. */
function hang(reply: FastifyReply): FastifyReply {
  reply.hijack();
  return reply;
}

/** Another answer in place of the true one. */
function overwrite(reply: FastifyReply, { status, body, contentType }: problems.Refused): string {
  reply.code(status).header('content-type', contentType).removeHeader('content-length');
  return body;
}

function reset(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  const socket = request.raw.socket;
  if ('resetAndDestroy' in socket) socket.resetAndDestroy();
  return reply;
}

/** Promises the whole length, sends half and hangs up. */
function breakOff(reply: FastifyReply, length: number, half: Buffer): Promise<never> {
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, { ...(reply.getHeaders() as Record<string, string>), 'content-length': String(length) });
  reply.raw.write(half, () => reply.raw.socket?.destroy());
  // Fastify must not go on to send anything itself.
  return new Promise<never>(() => {});
}
