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
