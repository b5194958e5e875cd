import type { FastifyInstance } from 'fastify';
import { invalid } from '#platform/errors';
import { fileOfForm } from './uploaded-file.js';

/** A file of 4 MiB and its form; one whose bytes are written as decimals may be a quarter as large. */
const formLimitBytes = 5 * 1024 * 1024;

/**
 * JSON is the only form of body that is read, but for files where they are taken. The parser refuses what would surprise code behind it: keys that reach for
 * an object's prototype, and characters that PostgreSQL cannot store.
 */
export function acceptJsonAndFiles(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<string>(/^application\/(?:[\w.-]+\+)?json(?:\s*;|$)/i, { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, parseJson(text));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  fastify.addContentTypeParser<Buffer>('multipart/form-data', { parseAs: 'buffer', bodyLimit: formLimitBytes }, (request, bytes, done) => {
    if (!/\/attachments?$/.test(request.routeOptions.url ?? '')) return done(request.is404 ? null : notJson(), undefined);
    done(null, fileOfForm(bytes, request.headers['content-type'] ?? '') ?? {});
  });
  // Some clients name the type of a form on a request without a body: there is nothing in it to be read or refused.
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(bytes.length === 0 ? null : notJson(), undefined);
  });
}

const notJson = () => Object.assign(new Error('not JSON'), { statusCode: 415 });

/** An empty body is no body: some clients name a content type without sending one. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('The request is not valid JSON.');
  }
  check(value, []);
  return value;
}

const deepest = 32;

function check(value: unknown, path: string[]): void {
  if (typeof value === 'string' && !isStorableText(value)) {
    throw invalid('Error processing request - not valid.', [{ field: path.join('.'), message: 'Contains a character that cannot be stored.' }]);
  }
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= deepest) throw invalid('The request is nested too deeply.');
  for (const [key, item] of Object.entries(value)) {
    if (!isStorableText(key)) throw invalid('The request has a field whose name contains a character that cannot be stored.');
    if (key === '__proto__' || (key === 'constructor' && !Array.isArray(value))) throw invalid(`The request has a field named ${key}, which is not accepted.`);
    check(item, [...path, key]);
  }
}

/** Text without NUL and without half a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
