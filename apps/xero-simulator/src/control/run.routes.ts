import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.js';
import type { Counters } from '../gate/counters.js';
import type { Faults } from '../gate/faults.js';
import type { CallLimits } from '../gate/limits.js';
import type { Usage } from '../gate/usage.js';
import type { World } from '../identity/world.js';
import type { CallLog } from './call-log.js';
import { callsQuery, clockCommand, faultCommand, limitsCommand } from './commands.js';
import { command, ControlError } from './control.js';

interface Run {
  world: World;
  clock: Clock;
  faults: Faults;
  limits: CallLimits;
  counters: Counters;
  usage: Usage;
  log: CallLog;
}

/** Control of the run: its health, clock, faults, limits, and what has been called. */
export function runRoutes(scope: FastifyInstance, { world, clock, faults, limits, counters, usage, log }: Run): void {
  scope.get('/simulator/health', () => ({ status: 'up', simulator: true, now: clock.date().toISOString() }));

  scope.get('/simulator/state', () => ({
    now: clock.date().toISOString(),
    aheadSeconds: clock.aheadMs / 1000,
    limits: limits.enforcing,
    peakInProgress: limits.peakInProgress,
    apps: world.apps.size,
    people: world.people.size,
    organisations: world.organisations.size,
    connections: world.connections.size,
    refreshTokens: world.refreshTokens.size,
    faults: faults.list().length,
    counters: counters.all(),
  }));

  scope.post('/simulator/clock', (request) => {
    clock.advance(command(clockCommand, request.body).advanceSeconds);
    world.keep();
    return { now: clock.date().toISOString() };
  });

  scope.get('/simulator/faults', () => faults.list());
  scope.post('/simulator/faults', (request, reply) => reply.code(201).send(faults.add(command(faultCommand, request.body))));
  scope.delete('/simulator/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  scope.delete<{ Params: { id: string } }>('/simulator/faults/:id', (request, reply) => {
    if (!faults.remove(request.params.id)) throw new ControlError(404, 'There is no such fault, or it has struck already.');
    return reply.code(204).send();
  });

  scope.post('/simulator/limits', (request) => {
    const { enforced, reset, ...sizes } = command(limitsCommand, request.body);
    if (enforced !== undefined) limits.enforce(enforced);
    limits.resize(sizes);
    if (reset) limits.reset();
    return { enforced: limits.enforcing, ...limits.size };
  });

  scope.get('/simulator/usage', () => usage.all());
  scope.get('/simulator/counters', () => counters.all());
  scope.get('/simulator/calls', (request) => {
    const { last, path } = command(callsQuery, request.query);
    return log.last(last, path === undefined ? undefined : new RegExp(path, 'i'));
  });
  scope.delete('/simulator/calls', (_request, reply) => {
    log.clear();
    counters.clear();
    usage.clear();
    return reply.code(204).send();
  });
}
