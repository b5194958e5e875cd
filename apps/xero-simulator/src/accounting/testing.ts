import type { Books } from '../books/books.js';
import { createBooks, type CreateBooks } from '../books/create-books.js';
import { answer } from './answer.js';
import type { Wire } from './wire.js';

/** A clock that tests move by hand. */
export class HandClock {
  constructor(public moment = Date.UTC(2026, 10, 22, 9, 30)) {}

  now(): number {
    return this.moment;
  }
}

export const organisationId = '0a1b2c3d-0000-4000-8000-000000000001';

export function sampleBooks(options: Partial<CreateBooks> = {}): Books {
  return createBooks({
    seed: 1, organisationId, name: 'Demo Company (UK)', edition: 'uk', invoices: 250, clock: new HandClock(), anchor: Date.UTC(2026, 10, 20), ...options,
  });
}

export type Query = Record<string, string>;

export function ask(books: Books, path: string, query: Query = {}, headers: Record<string, string> = {}): { status: number; text: string } {
  const { status, body } = answer(books, { method: 'GET', path, query, headers: { accept: 'application/json', ...headers } });
  return { status, text: body.toString() };
}

/** The parsed answer; fails the test when the status is not 200. */
export function read(books: Books, path: string, query: Query = {}, headers: Record<string, string> = {}): Wire {
  const { status, text } = ask(books, path, query, headers);
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return JSON.parse(text) as Wire;
}

/** The records of an answer: its only list of that name. */
export function list(books: Books, name: string, query: Query = {}, headers: Record<string, string> = {}): Wire[] {
  return read(books, name, query, headers)[name] as Wire[];
}

export interface Sending { query?: Query; headers?: Record<string, string>; clientId?: string }

/** A write with a JSON body; the parsed answer, whatever its status. */
export function send(books: Books, method: string, path: string, body: unknown, { query = {}, headers = {}, clientId = 'app-1' }: Sending = {}): { status: number; body: Wire } {
  const { status, body: answered } = answer(books, {
    method, path, query, headers: { accept: 'application/json', ...headers }, body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)), clientId,
  });
  return { status, body: JSON.parse(answered.toString()) as Wire };
}

/** The one record that a write made or changed; fails the test when it was refused. */
export function wrote(books: Books, method: string, path: string, body: unknown, sending?: Sending): Wire {
  const { status, body: answered } = send(books, method, path, body, sending);
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answered)}`);
  return Object.values(answered).find((value): value is Wire[] => Array.isArray(value))![0];
}

/** The messages with which a write was refused, in Xero's form; none when it was not. */
export function refusals(books: Books, method: string, path: string, body: unknown, sending?: Sending): string[] {
  const { status, body: answered } = send(books, method, path, body, sending);
  if (status === 200) return [];
  const { ErrorNumber, Type, Elements = [] } = answered as { ErrorNumber?: number; Type?: string; Elements?: { ValidationErrors: { Message: string }[] }[] };
  if (status !== 400 || ErrorNumber !== 10 || Type !== 'ValidationException') return [`${status} ${JSON.stringify(answered)}`];
  return Elements.flatMap(({ ValidationErrors }) => ValidationErrors.map(({ Message }) => Message));
}
