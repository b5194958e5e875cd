import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answer } from '../accounting/answer.js';
import type { BooksRequest } from '../accounting/request.js';
import type { Clock } from '../clock.js';
import { tiers } from '../identity/tiers.js';
import { untilSummed } from '../reports/daily-sums.js';
import type { Access, AccessRules } from './access.js';
import { withoutBankDetails } from './bank-details.js';
import type { Bookshelf } from './bookshelf.js';
import type { Counters } from './counters.js';
import { IdempotentCalls } from './idempotency.js';
import type { CallLimits, Remaining } from './limits.js';
import { organisationOffline, tooManyCalls } from './problems.js';
import { refuse } from './refuse.js';
import type { Usage } from './usage.js';

const prefix = '/api.xro/2.0/';

interface Gate {
  access: AccessRules;
  limits: CallLimits;
  counters: Counters;
  shelf: Bookshelf;
  usage: Usage;
  clock: Clock;
}

/** The Accounting API: every call passes token, scope, organisation and limits before the books answer it. */
export function accountingRoutes(server: FastifyInstance, { access, limits, counters, shelf, usage, clock }: Gate): void {
  const admitted = new WeakMap<FastifyRequest, Access>();
  const idempotent = new IdempotentCalls(clock);

  server.register((scope, _options, done) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('xero-correlation-id', randomUUID());
      const granted = await access.toOrganisation(request, pathOf(request));
      if ('status' in granted) return refuse(reply, granted);
      admitted.set(request, granted);
      const { app, organisation, rapidSync } = granted;
      usage.arrived(app.clientId, organisation.tenantId, clock.now());
      watchBytes(request, reply, granted);
      const entry = limits.enter(app.clientId, organisation.tenantId, tiers[app.tier].callsPerDay, rapidSync);
      sayRemaining(reply, entry.remaining);
      if ('limit' in entry) {
        counters.add(`limit ${entry.limit} exceeded`);
        return refuse(reply, tooManyCalls(entry.limit, entry.retryAfterSeconds));
      }
      usage.admitted(app.clientId, organisation.tenantId, clock.now());
      // A call is in progress until its answer is out or its client has gone.
      reply.raw.once('close', () => entry.leave());
      if (request.raw.socket.destroyed) entry.leave();
      return organisation.offline ? refuse(reply, organisationOffline()) : undefined;
    });

    /** Refusals are noted as they leave, so that ordered faults count like real ones. */
    scope.addHook('onSend', async (request, reply) => {
      const granted = admitted.get(request);
      if (reply.statusCode !== 429 || !granted) return;
      const seconds = reply.getHeader('retry-after');
      const waitUntil = seconds === undefined ? null : clock.now() + Number(seconds) * 1000;
      usage.refused(granted.app.clientId, granted.organisation.tenantId, String(reply.getHeader('x-rate-limit-problem')), waitUntil);
    });

    scope.all(`${prefix}*`, async (request, reply) => {
      const { app: { clientId }, organisation, role } = admitted.get(request)!;
      const books = shelf.of(organisation);
      if (/^reports\//i.test(pathOf(request))) await untilSummed(books);
      const asked: BooksRequest = {
        method: request.method,
        path: pathOf(request),
        query: flat(request.query as Record<string, string | string[]>),
        headers: request.headers,
        body: Buffer.isBuffer(request.body) ? request.body : undefined,
        clientId,
      };
      const key = request.method === 'GET' ? undefined : request.headers['idempotency-key'];
      const { status, headers, body } = typeof key === 'string'
        ? idempotent.once({ clientId, key, parts: [request.method, request.url, organisation.tenantId, asked.body ?? ''] }, () => answer(books, asked))
        : answer(books, asked);
      return reply.code(status).headers(headers).send(role.bankDetails === false ? withoutBankDetails(body) : body);
    });
    done();
  });

  /** One connection carries one answer at a time, so what it has written meanwhile is this answer. */
  function watchBytes(request: FastifyRequest, reply: FastifyReply, { app, organisation }: Access): void {
    const { socket } = request.raw;
    const before = socket.bytesWritten;
    reply.raw.once('close', () => {
      const bytes = reply.raw.writableFinished ? Number(reply.getHeader('content-length') ?? 0) : 0;
      const free = request.method === 'GET' && /^organisations?\/?$/i.test(pathOf(request));
      usage.sent(app.clientId, organisation.tenantId, { bytes, wireBytes: socket.bytesWritten - before, free });
    });
  }
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
