import type { CallAnswer } from '#connector-kit/call';
import { ConnectorError, type ConnectorErrorFacts, type ConnectorErrorReason } from '#connector-kit/errors';
import { isRecord } from './native.js';

/**
 * What an answer of Xero's API means. Bodies of failures are JSON, XML, plain text or HTML, and the case of JSON keys
 * varies, so every part of a body is read leniently. Where Xero tells two meanings of one status apart by words only,
 * the words are looked for here and nowhere else.
 */
export function classify(answer: CallAnswer): ConnectorError | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return brokenJson(answer) ? failure('unreadable', answer) : null;
  if (status === 401) return failure(unauthorizedReason(answer), answer);
  if (status === 403) return failure(forbiddenReason(answer), answer);
  if (status === 404) return failure('notFound', answer);
  if (status === 408) return failure('timeout', answer);
  if (status === 429) return throttled(answer);
  if (status === 501 || (status >= 400 && status < 500)) return invalid(answer);
  if (status === 503) return offline(answer);
  if (status >= 500) return failure('platformFault', answer);
  return failure('unknown', answer);
}

/** What an answer of Xero's token endpoint means. */
export function classifyToken(answer: CallAnswer): ConnectorError | null {
  const { status } = answer;
  const error = fieldOf(answer.body, 'error');
  if (status >= 200 && status < 300) return isRecord(answer.body) ? null : failure('unreadable', answer);
  if (error === 'invalid_grant') return failure('grantDead', answer);
  if (status === 401 || error === 'invalid_client' || error === 'unauthorized_client') return failure('badCredentials', answer);
  if (error === 'invalid_scope') return failure('missingScope', answer);
  if (status === 429) return throttled(answer);
  if (status >= 500) return failure('platformFault', answer);
  return failure('unknown', answer);
}

const kinds: Readonly<Record<ConnectorErrorReason, ConnectorError['kind']>> = {
  tokenExpired: 'reconnect',
  grantDead: 'reconnect',
  notConnected: 'reconnect',
  missingScope: 'rejected',
  missingRole: 'rejected',
  badCredentials: 'rejected',
  invalidRequest: 'rejected',
  notFound: 'rejected',
  minuteLimit: 'throttled',
  dayLimit: 'throttled',
  concurrentLimit: 'throttled',
  appMinuteLimit: 'throttled',
  otherLimit: 'throttled',
  refusedThoughListed: 'unavailable',
  organisationOffline: 'unavailable',
  platformOffline: 'unavailable',
  platformFault: 'unavailable',
  timeout: 'unavailable',
  network: 'unavailable',
  unreadable: 'unavailable',
  tooLarge: 'unexpected',
  unknown: 'unexpected',
};

function failure(reason: ConnectorErrorReason, answer: CallAnswer, more: ConnectorErrorFacts = {}): ConnectorError {
  return new ConnectorError(kinds[reason], reason, {
    status: answer.status,
    correlationId: answer.headers['xero-correlation-id'],
    detail: detailOf(answer.body),
    retryAfterSeconds: retryAfter(answer),
    ...more,
  });
}

function invalid(answer: CallAnswer): ConnectorError {
  const messages = validationMessages(answer.body);
  return failure('invalidRequest', answer, messages.length > 0 ? { messages } : {});
}

/** A refresh cures an expired token and nothing else; a scope that was not granted answers 401 as well. */
function unauthorizedReason(answer: CallAnswer): ConnectorErrorReason {
  const detail = fieldOf(answer.body, 'detail') ?? '';
  if (/AuthorizationUnsuccessful/i.test(detail)) return 'missingScope';
  if (/AuthenticationUnsuccessful/i.test(detail)) return 'notConnected';
  return 'tokenExpired';
}

/** Either the organisation or the person's role. When it is not clear, the organisation: that can be checked. */
function forbiddenReason(answer: CallAnswer): ConnectorErrorReason {
  return /\brole\b|not permitted/i.test(textOf(answer.body)) ? 'missingRole' : 'notConnected';
}

const limits: readonly (readonly [string, ConnectorErrorReason])[] = [
  ['minute', 'minuteLimit'],
  ['day', 'dayLimit'],
  ['concurrent', 'concurrentLimit'],
  ['app', 'appMinuteLimit'],
];

/** The name of the limit is in a header, in varying case; Retry-After is absent for the concurrent limit. */
function throttled(answer: CallAnswer): ConnectorError {
  const problem = answer.headers['x-rate-limit-problem']?.toLowerCase() ?? '';
  const [, reason] = limits.find(([prefix]) => problem.startsWith(prefix)) ?? ['', 'otherLimit' as const];
  return failure(reason, answer);
}

/** Xero as a whole or only this organisation, which is said in plain text and takes some minutes. */
function offline(answer: CallAnswer): ConnectorError {
  if (!/organisation is offline/i.test(textOf(answer.body))) return failure('platformOffline', answer);
  return failure('organisationOffline', answer, { retryAfterSeconds: retryAfter(answer) ?? 300 });
}

/** A body that says it is JSON and could not be parsed stays text: it was cut off on the way. */
function brokenJson(answer: CallAnswer): boolean {
  return typeof answer.body === 'string' && /\bjson\b/i.test(answer.headers['content-type'] ?? '');
}

const longestWait = 2 * 24 * 3600;

/** Seconds; the form as a date is not Xero's, but a proxy's. */
function retryAfter(answer: CallAnswer): number | undefined {
  const written = answer.headers['retry-after']?.trim() ?? '';
  return /^\d{1,9}$/.test(written) ? Math.min(Number(written), longestWait) : undefined;
}

/** Xero's words for a person: those of each faulty element before the general ones. */
function detailOf(body: unknown): string | undefined {
  const messages = validationMessages(body);
  const general = ['message', 'detail', 'error_description', 'error', 'title'].map((field) => fieldOf(body, field));
  const words = messages.length > 0 ? messages.join(' ') : (general.find((text) => text !== undefined) ?? textOf(body));
  const trimmed = readable(words.replace(/<[^>]*>/g, ' '));
  return trimmed === '' || isRecord(body) && trimmed === textOf(body) ? undefined : trimmed.slice(0, 500);
}

/** Each message of each element of a write, once, in Xero's words: it has no codes and names no fields. */
function validationMessages(body: unknown): string[] {
  const elements = isRecord(body) && Array.isArray(body.Elements) ? (body.Elements as unknown[]) : [];
  const messages = elements.flatMap((element) => {
    const errors = isRecord(element) && Array.isArray(element.ValidationErrors) ? (element.ValidationErrors as unknown[]) : [];
    return errors.flatMap((error) => fieldOf(error, 'message') ?? []);
  });
  return [...new Set(messages.map((message) => readable(message).slice(0, 500)))].filter((message) => message !== '').slice(0, 50);
}

/** Without control characters: PostgreSQL stores no text that holds a NUL. */
function readable(words: string): string {
  return words.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** A text field of a JSON body, whatever the case of its key. */
function fieldOf(body: unknown, field: string): string | undefined {
  if (!isRecord(body)) return undefined;
  const value = Object.entries(body).find(([key]) => key.toLowerCase() === field)?.[1];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body.slice(0, 10_000);
  return isRecord(body) ? JSON.stringify(body).slice(0, 10_000) : '';
}
