import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answer } from '../accounting/answer.js';
import type { Organisation } from '../identity/model.js';
import { tiers } from '../identity/tiers.js';
import type { AccessRules } from './access.js';
import type { Bookshelf } from './bookshelf.js';
import type { Counters } from './counters.js';
import type { CallLimits, Remaining } from './limits.js';
import { organisationOffline, tooManyCalls } from './problems.js';
import { refuse } from './refuse.js';

const prefix = '/api.xro/2.0/';

interface Gate {
  access: AccessRules;
  limits: CallLimits;
  counters: Counters;
  shelf: Bookshelf;
}

/** The Accounting API: every call passes token, scope, organisation and limits before the books answer it. */
export function accountingRoutes(server: FastifyInstance, { access, limits, counters, shelf }: Gate): void {
  const admitted = new WeakMap<FastifyRequest, Organisation>();

  server.register((scope, _options, done) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('xero-correlation-id', randomUUID());
      const granted = await access.toOrganisation(request, pathOf(request));
      if ('status' in granted) return refuse(reply, granted);
      const { app, organisation, rapidSync } = granted;
      const entry = limits.enter(app.clientId, organisation.tenantId, tiers[app.tier].callsPerDay, rapidSync);
      sayRemaining(reply, entry.remaining);
      if ('limit' in entry) {
        counters.add(`limit ${entry.limit} exceeded`);
        return refuse(reply, tooManyCalls(entry.limit, entry.retryAfterSeconds));
      }
      // A call is in progress until its answer is out or its client has gone.
      reply.raw.once('close', () => entry.leave());
      if (request.raw.socket.destroyed) entry.leave();
      admitted.set(request, organisation);
      return organisation.offline ? refuse(reply, organisationOffline()) : undefined;
    });

    scope.all(`${prefix}*`, async (request, reply) => {
      const { status, headers, body } = answer(shelf.of(admitted.get(request)!), {
        method: request.method,
        path: pathOf(request),
        query: flat(request.query as Record<string, string | string[]>),
        headers: request.headers,
      });
      return reply.code(status).headers(headers).send(body);
    });
    done();
  });
}

function sayRemaining(reply: FastifyReply, remaining: Remaining): void {
  reply.header('x-daylimit-remaining', String(remaining.day));
  reply.header('x-minlimit-remaining', String(remaining.minute));
  reply.header('x-appminlimit-remaining', String(remaining.appMinute));
}

function pathOf(request: FastifyRequest): string {
  return request.url.slice(prefix.length).split('?', 1)[0];
}

/** A name that is sent twice counts once: the last one. */
function flat(query: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : value]));
}
