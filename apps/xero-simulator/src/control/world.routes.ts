import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.js';
import type { Bookshelf } from '../gate/bookshelf.js';
import { connectionBody, connectionCap, type Connections } from '../identity/connections.js';
import type { Organisation, Person } from '../identity/model.js';
import { splitScopes } from '../identity/scopes.js';
import { allow, newApp, newPerson } from '../identity/seed-world.js';
import { originOf } from '../identity/token.routes.js';
import type { Tokens } from '../identity/tokens.js';
import type { World } from '../identity/world.js';
import * as commands from './commands.js';
import { command, ControlError, found } from './control.js';

interface Control {
  world: World;
  clock: Clock;
  connections: Connections;
  tokens: Tokens;
  shelf: Bookshelf;
}

type ById = { Params: { id: string } };

/** Control of who exists: apps, people, organisations and connections. */
export function worldRoutes(scope: FastifyInstance, { world, clock, connections, tokens, shelf }: Control): void {
  const organisationOf = (id: string) => found(world.organisations.get(id.toLowerCase()), 'organisation');
  const personOf = (email: string) => found(world.personByEmail(email), 'person');
  const appOf = (clientId: string) => found(world.apps.get(clientId), 'app');

  scope.get('/simulator/apps', () => [...world.apps.values()].map((app) => ({ ...app, connections: world.connectionsOf(app.clientId).length, cap: connectionCap(app) })));
  scope.post('/simulator/apps', (request, reply) => {
    const asked = command(commands.appCommand, request.body);
    if (world.apps.has(asked.clientId)) throw new ControlError(409, 'There is an app with this client id.');
    const app = { ...newApp({ name: asked.clientId, redirects: 'any-loopback', tier: 'core', clientId: asked.clientId, clientSecret: asked.clientSecret }), ...given(asked) };
    world.apps.set(app.clientId, app);
    world.keep();
    return reply.code(201).send(app);
  });
  scope.patch<ById>('/simulator/apps/:id', (request) => change(appOf(request.params.id), command(commands.appChange, request.body)));

  scope.get('/simulator/people', () => [...world.people.values()]);
  scope.post('/simulator/people', (request, reply) => {
    const asked = command(commands.personCommand, request.body);
    if (world.personByEmail(asked.email)) throw new ControlError(409, 'There is a person with this address.');
    const person = newPerson(randomUUID(), asked.email, asked.password, asked.givenName, asked.familyName);
    world.people.set(person.userId, person);
    world.keep();
    return reply.code(201).send(person);
  });
  scope.put<{ Params: { email: string; id: string } }>('/simulator/people/:email/organisations/:id', (request) => {
    const person = personOf(request.params.email);
    allow(person, organisationOf(request.params.id).tenantId, given(command(commands.roleCommand, request.body)));
    world.keep();
    return person;
  });

  /** A person taken out of an organisation: role and connections are gone, and tokens stay good for the others. */
  scope.delete<{ Params: { email: string; id: string } }>('/simulator/people/:email/organisations/:id', (request, reply) => {
    const person = personOf(request.params.email);
    const { tenantId } = organisationOf(request.params.id);
    person.roles = Object.fromEntries(Object.entries(person.roles).filter(([id]) => id !== tenantId));
    for (const connection of [...world.connections.values()]) if (connection.tenantId === tenantId && connection.userId === person.userId) world.removeConnection(connection);
    world.keep();
    return reply.code(204).send();
  });
  /** Ends a person's sessions: refresh tokens die, connections stay. */
  scope.delete<{ Params: { email: string } }>('/simulator/people/:email/tokens', (request, reply) => {
    const { userId } = personOf(request.params.email);
    for (const token of [...world.refreshTokens.values()]) if (token.userId === userId) world.refreshTokens.delete(token.token);
    world.keep();
    return reply.code(204).send();
  });
  scope.put('/simulator/grants', (request) => {
    const { clientId, email, scopes } = command(commands.grantCommand, request.body);
    const app = clientId === undefined ? found([...world.apps.values()][0], 'app') : appOf(clientId);
    world.setScopes(app.clientId, personOf(email).userId, splitScopes(scopes));
    world.keep();
    return { clientId: app.clientId, email, scopes: splitScopes(scopes) };
  });

  scope.get('/simulator/organisations', () => [...world.organisations.values()]);
  scope.post('/simulator/organisations', (request, reply) => {
    const { email, anchor = clock.now(), ...asked } = command(commands.organisationCommand, request.body);
    const owner: Person | null = email === undefined ? null : personOf(email);
    const organisation: Organisation = { tenantId: randomUUID(), ...asked, anchor, otherUncertifiedApps: 0, offline: false };
    world.organisations.set(organisation.tenantId, organisation);
    if (owner) allow(owner, organisation.tenantId);
    world.keep();
    return reply.code(201).send(organisation);
  });
  scope.patch<ById>('/simulator/organisations/:id', (request) => change(organisationOf(request.params.id), command(commands.organisationChange, request.body)));
  scope.post<ById>('/simulator/organisations/:id/reset', (request) => reset(organisationOf(request.params.id)));

  scope.get('/simulator/connections', () => [...world.connections.values()].map((connection) => ({
    ...connectionBody(connection, world.organisations.get(connection.tenantId)),
    clientId: connection.clientId,
    email: world.people.get(connection.userId)?.email,
  })));
  scope.delete<ById>('/simulator/connections/:id', (request, reply) => {
    world.removeConnection(found(world.connections.get(request.params.id.toLowerCase()), 'connection'));
    world.keep();
    return reply.code(204).send();
  });

  scope.post('/simulator/consents', async (request, reply) => {
    const asked = command(commands.consentCommand, request.body);
    const app = asked.clientId === undefined ? found([...world.apps.values()][0], 'app') : appOf(asked.clientId);
    const person = personOf(asked.email);
    const authEventId = randomUUID();
    if (connections.connect(app, person, asked.tenantIds.map(organisationOf), authEventId) === 'full') throw new ControlError(409, 'The app has reached its connection limit.');
    world.addScopes(app.clientId, person.userId, splitScopes(asked.scopes));
    const logIn = { clientId: app.clientId, userId: person.userId, authEventId, sessionId: randomUUID(), authTime: clock.seconds() };
    const answer = await tokens.issue(logIn, originOf(request));
    world.keep();
    return reply.code(201).send({ ...answer, authEventId });
  });

  function change<Thing extends object>(thing: Thing, changes: object): Thing {
    Object.assign(thing, given(changes));
    world.keep();
    return thing;
  }

  /** What the demo company's reset does: the same name, new books, a new id, and every app has lost it. */
  function reset(old: Organisation): Organisation {
    const fresh: Organisation = { ...old, tenantId: randomUUID(), seed: old.seed + 1000, anchor: clock.now(), otherUncertifiedApps: 0, offline: false, ended: null };
    for (const connection of [...world.connections.values()]) if (connection.tenantId === old.tenantId) world.removeConnection(connection);
    for (const person of world.people.values()) {
      person.roles = Object.fromEntries(Object.entries(person.roles).map(([id, role]) => [id === old.tenantId ? fresh.tenantId : id, role]));
    }
    world.organisations.delete(old.tenantId);
    world.organisations.set(fresh.tenantId, fresh);
    shelf.forget(old);
    world.keep();
    return fresh;
  }
}

/** The parts of a command that were said. */
function given<Changes extends object>(changes: Changes): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Changes;
}
