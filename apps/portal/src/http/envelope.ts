import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, type Fault } from '#platform/errors';
import { ZodError } from 'zod';
import { isDatabaseAway, isTooSlow, isUnstorableText } from './database-faults.js';
import { StoredRefusal } from './stored-refusal.js';

/** The error body of the wire. Field names and types are what Codat's SDKs parse; `code` is an addition of ours. */
export interface Envelope {
  statusCode: number;
  service: 'PublicApi';
  error: string;
  correlationId: string;
  validation: null | { errors: { itemId: string; message: string; validatorName: string }[]; warnings: never[] };
  /** Text, never a boolean: the SDKs refuse an envelope with one. */
  canBeRetried: 'True' | 'False' | 'Unknown';
  detailedErrorCode: 0;
  code?: string;
}

export interface ErrorAnswer {
  envelope: Envelope;
  retryAfterSeconds?: number;
  /** Nobody foresaw this error: it belongs in the log and its text in nobody's answer. */
  unforeseen: boolean;
}

interface Reading {
  status: number;
  error: string;
  faults?: Fault[] | undefined;
  code?: string | undefined;
  retryAfterSeconds?: number | undefined;
  unforeseen?: boolean;
}

const statusOfKind: Record<ErrorKind, number> = {
  invalid: 400,
  unauthorized: 401,
  paymentRequired: 402,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  unprocessable: 422,
  tooMany: 429,
  unavailable: 503,
};

/** Our words for faults of the request that the HTTP layer finds, whose own texts name internals. */
const wordsOfStatus: Record<number, string> = {
  400: 'The request could not be read.',
  403: 'This address is not for reading.',
  404: 'NotFound',
  405: 'This method is not allowed here.',
  408: 'The request took too long to arrive.',
  413: 'The request is too large.',
  414: 'The address of the request is too long.',
  415: 'Send JSON with the content type application/json.',
  431: 'The headers of the request are too large.',
};

/** Turns anything thrown into the answer that the caller gets. */
export function toErrorAnswer(error: unknown, correlationId: string): ErrorAnswer {
  if (error instanceof StoredRefusal) return { envelope: error.envelope, unforeseen: false };
  const { status, error: text, faults, code, retryAfterSeconds, unforeseen = false } = readError(error);
  const errors = (faults ?? []).map(({ field, message }) => ({ itemId: field, message, validatorName: 'Invalid' }));
  return {
    envelope: {
      statusCode: status,
      service: 'PublicApi',
      error: text,
      correlationId,
      validation: errors.length > 0 ? { errors, warnings: [] } : null,
      canBeRetried: status === 429 || status === 503 ? 'True' : status >= 500 ? 'Unknown' : 'False',
      detailedErrorCode: 0,
      ...(code ? { code } : {}),
    },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    unforeseen,
  };
}

function readError(error: unknown): Reading {
  if (error instanceof DomainError) {
    const { faults, code, retryAfterSeconds } = error.facts;
    return { status: statusOfKind[error.kind], error: error.message, faults, code, retryAfterSeconds };
  }
  if (error instanceof ZodError) return { status: 400, error: 'Error processing request - not valid.', faults: faultsOf(error) };
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) return { status, error: wordsOfStatus[status] ?? wordsOfStatus[400] };
  if (isUnstorableText(error)) return { status: 400, error: wordsOfStatus[400] };
  if (isTooSlow(error)) return { status: 400, error: 'This takes too long. Ask for less at once: a shorter query, or one by an indexed property.' };
  if (isDatabaseAway(error)) return { status: 503, error: 'The service is not available at the moment.', retryAfterSeconds: 5, unforeseen: true };
  if (status === 503) return { status, error: 'The service is not available at the moment.', retryAfterSeconds: 5 };
  return { status: 500, error: 'An unexpected error occurred. Quote the correlation ID when you report it.', unforeseen: true };
}

function faultsOf(error: ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return unknown.map((key) => ({ field: [...issue.path, ...(key === undefined ? [] : [key])].join('.'), message: issue.message }));
  });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own errors, such as one for a body that is too large.
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}
