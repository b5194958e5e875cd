import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type z } from 'zod';

/** Thrown by control routes: what was asked does not exist or makes no sense. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly faults: { field: string; message: string }[] = [],
  ) {
    super(message);
  }
}

/** The checked body or query of a control request. */
export function command<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  throw new ControlError(400, faults.map((fault) => `${fault.field}: ${fault.message}`).join('; '), faults);
}

export function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new ControlError(404, `There is no such ${what}.`);
  return thing;
}

/**
 * Guards a scope of control routes. The server listens on the loopback address only; this also turns away a web page
 * that a person of this machine has open (by its Origin) and a name that was made to point here (by its Host).
 */
export function guardControl(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    const read = readJson(String(text));
    done(read instanceof Error ? read : null, read);
  });
  scope.addHook('onRequest', (request, _reply, done) => {
    done(isLoopback(request) ? undefined : new ControlError(403, 'The control API answers programs on this machine only.'));
  });
  scope.setErrorHandler((error, _request, reply) => {
    const status = error instanceof ControlError ? error.status : ((error as { statusCode?: number }).statusCode ?? 500);
    const faults = error instanceof ControlError ? error.faults : [];
    return reply.code(status).send({ message: (error as Error).message, faults });
  });
}

function readJson(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return new ControlError(400, 'The body is not JSON.');
  }
}

function isLoopback(request: FastifyRequest): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return ['127.0.0.1', 'localhost'].includes(host) && request.headers.origin === undefined;
}
