import type { FastifyInstance } from 'fastify';
import { pathOf } from './request-path.js';

/**
 * Where an address is known and only the method is wrong, answers 405 and names the methods that it has; the router
 * tells such a request from one to an unknown address in nothing. Wildcards are left out: they know every address.
 */
export function refuseWrongMethods(fastify: FastifyInstance): void {
  const routes: { methods: string | string[]; pattern: string[] }[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    if (!url.endsWith('*')) routes.push({ methods: method, pattern: url.split('/') });
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 && !request.routeOptions.url?.endsWith('*')) return done();
    const path = pathOf(request).split('/');
    const allowed = new Set(routes.filter(({ pattern }) => isOf(pattern, path)).flatMap(({ methods }) => methods));
    // The router has reasons of its own not to know an address, such as a parameter that is too long.
    if (allowed.size === 0 || allowed.has(request.method)) return done();
    void reply.header('allow', [...allowed].join(', '));
    done(Object.assign(new Error('wrong method'), { statusCode: 405 }));
  });
}

function isOf(pattern: string[], path: string[]): boolean {
  return pattern.length === path.length && pattern.every((part, at) => (part.startsWith(':') ? path[at] !== '' : part === path[at]));
}
