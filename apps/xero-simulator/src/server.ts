import fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from './clock.js';
import { booksRoutes } from './control/books.routes.js';
import { CallLog } from './control/call-log.js';
import { guardControl } from './control/control.js';
import { runRoutes } from './control/run.routes.js';
import { worldRoutes } from './control/world.routes.js';
import { AccessRules } from './gate/access.js';
import { Bookshelf } from './gate/bookshelf.js';
import { accountingRoutes } from './gate/accounting.routes.js';
import { Counters } from './gate/counters.js';
import { faultHooks } from './gate/fault-hooks.js';
import { Faults } from './gate/faults.js';
import { CallLimits, type LimitSizes } from './gate/limits.js';
import { serverError } from './gate/problems.js';
import { refuse } from './gate/refuse.js';
import { Usage } from './gate/usage.js';
import { authorizeRoutes } from './identity/authorize.routes.js';
import { Codes } from './identity/codes.js';
import { Connections } from './identity/connections.js';
import { connectionsRoutes } from './identity/connections.routes.js';
import { discoveryRoutes } from './identity/discovery.routes.js';
import type { SigningKey } from './identity/signing-key.js';
import { tokenRoutes } from './identity/token.routes.js';
import { Tokens } from './identity/tokens.js';
import type { World } from './identity/world.js';
import { watchBooks } from './webhooks/watch-books.js';
import { Webhooks } from './webhooks/webhooks.js';
import { webhooksRoutes } from './webhooks/webhooks.routes.js';

const largestBody = 10 * 1024 * 1024;

/** What a server is made of: who exists, what time it is, and what signs its tokens. */
export interface Parts {
  world: World;
  clock: Clock;
  key: SigningKey;
  /** Whether calls are held to Xero's limits. */
  limits: boolean;
  /** Sizes of the limits that are not Xero's own. */
  sizes?: Partial<LimitSizes>;
}

/** Wires the login, identity and API hosts of Xero, and the control API, into one server. */
export function createServer({ world, clock, key, limits: enforced, sizes }: Parts): FastifyInstance {
  const server = fastify({ forceCloseConnections: true, bodyLimit: largestBody, keepAliveTimeout: 60_000 });
  const counters = new Counters();
  const log = new CallLog(clock, counters);
  const faults = new Faults();
  const limits = new CallLimits(clock, enforced, sizes);
  const usage = new Usage();
  const connections = new Connections(world, clock);
  const tokens = new Tokens(world, clock, key);
  const codes = new Codes(clock);
  const webhooks = new Webhooks(world, clock);
  const shelf = new Bookshelf(clock, (books, { tenantId }) => watchBooks(books, (event) => webhooks.note(tenantId, event)));
  const access = new AccessRules(world, tokens, clock);

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => done(null, readForm(String(text))));
  // Xero does not mind a JSON content type without a body, as clients send it with GET and DELETE.
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
  server.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) process.stderr.write(`${(error as Error).stack}\n`);
    return status >= 500 ? refuse(reply, serverError()) : reply.code(status).send();
  });
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('date', clock.httpDate());
  });
  log.watch(server);
  faultHooks(server, faults, clock);

  authorizeRoutes(server, { world, clock, connections, codes });
  tokenRoutes(server, { world, tokens, codes, counters });
  discoveryRoutes(server, key);
  connectionsRoutes(server, { world, access, limits });
  accountingRoutes(server, { access, limits, counters, shelf, usage, clock });
  server.register((scope, _options, done) => {
    guardControl(scope);
    runRoutes(scope, { world, clock, faults, limits, counters, usage, log });
    worldRoutes(scope, { world, clock, connections, tokens, shelf });
    booksRoutes(scope, world, shelf);
    webhooksRoutes(scope, world, webhooks);
    done();
  });
  server.addHook('onClose', async () => webhooks.stop());
  return server;
}

/** A form field that comes several times, like a ticked list, becomes an array. */
function readForm(text: string): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = {};
  for (const name of new Set(new URLSearchParams(text).keys())) {
    const values = new URLSearchParams(text).getAll(name);
    form[name] = values.length === 1 ? values[0] : values;
  }
  return form;
}
