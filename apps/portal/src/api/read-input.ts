import { type Fault, invalid, notFound } from '#platform/errors';
import type { z } from 'zod';
import type { Input, Operation } from './operation.js';

/** Checks all parts of a request and reports every fault together. */
export function readInput<O extends Operation>(operation: O, given: { params: unknown; query: unknown; body: unknown }): Input<O> {
  const params = operation.params.safeParse(given.params);
  if (!params.success) throw notFound(missing(params.error, given.params));
  const query = operation.query.safeParse(given.query ?? {});
  const body = operation.body.safeParse(given.body);
  const faults = [...faultsOf(query.error, Object.keys(operation.query.shape)), ...faultsOf(body.error)];
  if (!query.success || !body.success) throw invalid('Error processing request - not valid.', faults);
  return { params: params.data, query: query.data, body: body.data } as Input<O>;
}

/** An id in the wrong form is an id that nothing has: the answer must not tell it from another operator's. */
function missing(error: z.ZodError, given: unknown): string {
  const field = String(error.issues[0]?.path[0]);
  const value = String((given as Record<string, unknown>)[field]);
  return error.issues[0]?.message.replace('{id}', value) ?? 'NotFound';
}

function faultsOf(error: z.ZodError | undefined, accepted: string[] = []): Fault[] {
  return (error?.issues ?? []).flatMap((issue): Fault[] => {
    const field = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      const message = accepted.length > 0 ? `is no parameter of this operation, which takes ${accepted.join(', ')}` : 'is no parameter of this operation, which takes none';
      return issue.keys.map((key) => ({ field: field ? `${field}.${key}` : key, message }));
    }
    return [{ field: field || 'body', message: issue.message }];
  });
}
