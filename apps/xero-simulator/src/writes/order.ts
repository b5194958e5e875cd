import type { Books } from '../books/books.js';
import type { Table } from '../books/table.js';
import type { Sent } from './sent.js';

/** One record that a caller wants made or changed. */
export interface Order {
  books: Books;
  /** PUT only makes; POST makes or changes. */
  method: string;
  /** The record that the path names. */
  id: string | null;
  sent: Sent;
  /** Whether unit prices keep four places instead of two. */
  fourPlaces: boolean;
  /** Adds a validation error. Whoever refuses goes on, so that the caller gets all errors at once. */
  refuse: (message: string) => void;
}

export interface Effect { id: string; created: boolean }

/** Judges an order, and returns what makes it so; that is called only when nothing was refused. */
export type Prepare = (order: Order) => () => Effect;

/** What one endpoint takes. */
export interface Writer {
  /** The list that its records are served in. */
  list: string;
  prepare: Prepare;
}

/** For orders that were refused already: there is nothing to do. */
export function nothing(): never {
  throw new Error('a refused order was carried out');
}

/** Moves a row to now, as every change does. */
export function stamps(books: Books): { books: Books; stamp: (table: Table, row: number) => void } {
  return { books, stamp: (table, row) => { table.stamp(row, books.now()); } };
}

export function today(books: Books): number {
  return Math.floor(books.now() / 86_400_000);
}
