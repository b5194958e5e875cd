import { applyDecorators, createParamDecorator, type ExecutionContext, Header, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Operation } from './operation.js';
import { readInput } from './read-input.js';

const operationKey = 'ledgerbridge:operation';

/** Binds a controller's method to an operation: method, path and success code come from it. */
export function Route(operation: Operation): MethodDecorator {
  const decorators: MethodDecorator[] = [
    RequestMapping({ method: RequestMethod[operation.method], path: operation.path.replace(/\{(\w+)\}/g, ':$1') }),
    HttpCode(operation.success.status),
    SetMetadata(operationKey, operation),
  ];
  // Lists arrive as text that is ready to be sent, which would otherwise go out as text/plain.
  if (operation.success.body) decorators.push(Header('content-type', 'application/json; charset=utf-8'));
  return applyDecorators(...decorators);
}

/** The operation that a controller's method is bound to, if any. */
export function operationOf(context: ExecutionContext): Operation | undefined {
  return Reflect.getMetadata(operationKey, context.getHandler()) as Operation | undefined;
}

/** What came in with the request, checked by the operation's schemas. Every routed method takes it. */
export const Checked = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const operation = operationOf(context);
  if (!operation) throw new Error('A method without @Route asked for checked input');
  const { params, query, body } = context.switchToHttp().getRequest<FastifyRequest>();
  return readInput(operation, { params, query, body });
});
