import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessRules } from '../gate/access.js';
import type { CallLimits } from '../gate/limits.js';
import { missingScope, notConnected, type Refused, tooManyCalls } from '../gate/problems.js';
import { refuse } from '../gate/refuse.js';
import { connectionBody } from './connections.js';
import type { Connection } from './model.js';
import type { Caller } from './tokens.js';
import type { World } from './world.js';

interface Api {
  world: World;
  access: AccessRules;
  limits: CallLimits;
}

/** `/connections`: all organisations of the caller's person for this app, or with the app's own token all of the app. */
export function connectionsRoutes(server: FastifyInstance, { world, access, limits }: Api): void {
  for (const path of ['/connections', '/Connections']) {
    server.get<{ Querystring: { authEventId?: string } }>(path, async (request, reply) => {
      const caller = await admit(request, reply);
      if (!caller) return reply;
      const { authEventId } = request.query;
      const listed = reachable(caller).filter((connection) => !authEventId || connection.authEventId === authEventId);
      return listed.map((connection) => connectionBody(connection, world.organisations.get(connection.tenantId)));
    });

    server.delete<{ Params: { id: string } }>(`${path}/:id`, async (request, reply) => {
      const caller = await admit(request, reply);
      if (!caller) return reply;
      const id = request.params.id.toLowerCase();
      const connection = reachable(caller).find((known) => known.id === id);
      if (!connection) return isOtherId(id) ? refuse(reply, notConnected()) : reply.code(404).send();
      world.removeConnection(connection);
      world.keep();
      return reply.code(204).send();
    });
  }

  /** The caller, or null when the request has been refused and answered. */
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null> {
    const caller = await access.caller(request);
    const refusal = 'status' in caller ? caller : refusalFor(caller, reply);
    if (refusal) refuse(reply, refusal);
    return refusal ? null : (caller as Caller);
  }

  function refusalFor(caller: Caller, reply: FastifyReply): Refused | null {
    if (caller.userId === null && !caller.scopes.has('app.connections')) return missingScope();
    const entry = limits.enterApp(caller.clientId);
    if ('limit' in entry) return tooManyCalls(entry.limit, entry.retryAfterSeconds);
    reply.header('x-appminlimit-remaining', String(entry.appMinute));
    return null;
  }

  function reachable(caller: Caller): Connection[] {
    const all = world.connectionsOf(caller.clientId, caller.userId ?? undefined);
    return all.filter((connection) => world.organisations.get(connection.tenantId)?.ended !== 'gone');
  }

  /** Xero answers 403, not 404, to somebody who deletes by the organisation's or the event's id. */
  function isOtherId(id: string): boolean {
    return world.organisations.has(id) || [...world.connections.values()].some((connection) => connection.authEventId === id);
  }
}
