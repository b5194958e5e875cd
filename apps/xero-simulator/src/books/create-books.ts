import { Books, type Clock } from './books.js';
import { seedNumber } from './dice.js';
import { Drawing } from './drawing.js';
import { editionOf } from './editions.js';

export interface CreateBooks {
  seed: number | string;
  organisationId: string;
  name: string;
  /** 'uk', 'us', 'au' or 'nz'. */
  edition: string;
  /** Sales invoices and bills together; everything else follows in proportion. */
  invoices: number;
  clock: Clock;
  /** Milliseconds: generated documents lie before it. The same seed and anchor make the same books on any day. */
  anchor?: number;
  /** Lines on each document; a mix of 1 to 5 when left out. */
  lines?: number;
}

/** Makes the books of an organisation. Nothing is written down: documents are drawn when they are asked for. */
export function createBooks(options: CreateBooks): Books {
  const { organisationId, name, clock, invoices, lines } = options;
  if (!Number.isInteger(invoices) || invoices < 0 || invoices > 1_000_000) throw new Error('invoices must be an integer from 0 to 1,000,000');
  const anchor = options.anchor ?? clock.now();
  const drawing = new Drawing({ seed: seedNumber(options.seed), edition: editionOf(options.edition), invoices, anchor, lines });
  return new Books({ organisationId, name, createdAt: anchor, clock }, drawing);
}
