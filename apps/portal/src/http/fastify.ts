import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { invalid } from '#platform/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { answerPreflights } from '../company-access/preflight.js';
import { logAnswers } from './access-log.js';
import { toErrorAnswer } from './envelope.js';
import { sendError } from './error.filter.js';
import { acceptJsonAndFiles } from './json-body.js';
import { pathOf } from './request-path.js';
import { bareSecurityHeaders, securityHeaders } from './security-headers.js';
import type { Settings } from './settings.js';
import { refuseWrongMethods } from './wrong-method.js';

const bodyLimitBytes = 1_048_576;
const newCorrelationId = () => randomBytes(16).toString('hex');

/** The HTTP server below Nest: how requests are read, and which headers each answer has. */
export function createAdapter({ trustProxy }: Settings, logger: Logger): FastifyAdapter {
  return new FastifyAdapter({
    genReqId: newCorrelationId,
    // Codat's guides write `datatypes` where its SDKs write `dataTypes`.
    rewriteUrl: ({ url = '' }) => url.replace(/^(\/api\/integrations\/[^/?]+\/)datatypes\//i, '$1dataTypes/'),
    requestIdHeader: false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: 60_000,
    trustProxy,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers({ ...bareSecurityHeaders, 'x-correlation-id': request.id });
      sendError(reply, error, request.id, logger);
    },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => answerBrokenRequest(error, socket),
  });
}

export async function prepareFastify(fastify: FastifyInstance, { publicUrl }: Settings, logger: Logger, originIsAllowed: (origin: string) => Promise<boolean>): Promise<void> {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-correlation-id', request.id);
    if (isApi(pathOf(request))) void reply.header('cache-control', 'no-store');
    if (!request.url.includes('%00')) return done();
    void reply.headers(bareSecurityHeaders);
    done(invalid('The address contains a character that is not accepted.'));
  });
  await fastify.register(helmet, securityHeaders(publicUrl));
  await fastify.register(cookie);
  answerPreflights(fastify, originIsAllowed);
  refuseWrongMethods(fastify);
  acceptJsonAndFiles(fastify);
  logAnswers(fastify, logger);
}

function isApi(path: string): boolean {
  return /^\/(api|portal\/api|link\/api|link\/connections|oauth|health)(\/|$)/.test(path);
}

/** What Node's parser cannot read never becomes a request: the answer is written to the socket itself. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const correlationId = newCorrelationId();
  const { envelope } = toErrorAnswer(Object.assign(new Error('broken request'), { statusCode: status }), correlationId);
  const body = JSON.stringify(envelope);
  const headers = {
    ...bareSecurityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'x-correlation-id': correlationId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n${body}`);
}
