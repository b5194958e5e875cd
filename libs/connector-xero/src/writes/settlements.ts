import { sum } from '#accounting/money';
import type { Given } from './given.js';

/** Customers pay invoices, suppliers are paid bills. */
export interface Side {
  readonly dataType: 'payments' | 'billPayments';
  readonly documents: 'invoices' | 'bills';
  readonly notes: 'creditNotes' | 'billCreditNotes';
  readonly link: 'Invoice' | 'Bill';
}

/** What a payment does, by its lines and links: Xero has a request of its own for each. */
export type Settlement =
  | { readonly kind: 'payment'; readonly documentId: string; readonly amount: number }
  /** Money that is given back for a credit note. */
  | { readonly kind: 'refund'; readonly noteId: string; readonly amount: number }
  /** A credit note that is used on a document: no money moves. */
  | { readonly kind: 'allocation'; readonly noteId: string; readonly documentId: string; readonly amount: number }
  /** One movement of money for several documents. */
  | { readonly kind: 'batch'; readonly members: readonly { readonly documentId: string; readonly amount: number }[] };

interface Link {
  readonly type: string | undefined;
  readonly id: string;
  /** Canonical links are negative where they settle a document. Only their size matters here. */
  readonly amount: number;
}

export function settlementOf(document: Given, side: Side): Settlement {
  const lines = document.parts('lines').map((line) => ({ line, amount: line.need('amount', line.amount('amount')), links: linksOf(line) }));
  const total = document.amount('totalAmount');
  if (total !== undefined && total !== sum(...lines.map(({ amount }) => amount))) document.refuse('totalAmount', 'must match the sum of the line amounts.');
  const [only, ...others] = lines;
  if (only === undefined) return document.refuse('lines', 'must hold a line.');
  if (others.length > 0) return batchOf(document, lines, side);
  const { line, amount, links } = only;
  const note = links.find(({ type }) => type === 'CreditNote');
  const paid = links.find(({ type }) => type === side.link);
  if (links.length === 2 && note !== undefined && paid !== undefined) {
    if (amount !== 0) line.refuse('amount', 'must be 0: no money moves when a credit note is allocated.');
    if (note.amount !== paid.amount) line.refuse('links', 'must be of the same amount.');
    return { kind: 'allocation', noteId: note.id, documentId: paid.id, amount: note.amount };
  }
  const [link] = links;
  if (links.length !== 1 || link === undefined) return line.refuse('links', `must be one ${side.link} or one CreditNote, or one of each to allocate a credit note.`);
  if (link.amount !== Math.abs(amount)) line.refuse('amount', 'must equal the amount of its link.');
  if (link === note) return { kind: 'refund', noteId: link.id, amount: link.amount };
  if (link !== paid) return line.refuse('links', `must be of type ${side.link} or CreditNote.`);
  return amount > 0 ? { kind: 'payment', documentId: link.id, amount } : line.refuse('amount', 'must be greater than 0.');
}

type Line = { readonly line: Given; readonly amount: number; readonly links: readonly Link[] };

function batchOf(document: Given, lines: readonly Line[], side: Side): Settlement {
  if (side.dataType === 'payments') document.refuse('lines', 'must be one line: every payment of a customer is its own.');
  const members = lines.map(({ line, amount, links }) => {
    const [link] = links;
    if (links.length !== 1 || link?.type !== side.link) return line.refuse('links', `must be one ${side.link} where there is more than one line.`);
    if (amount <= 0 || link.amount !== amount) line.refuse('amount', 'must be greater than 0 and equal the amount of its link.');
    return { documentId: link.id, amount };
  });
  return { kind: 'batch', members };
}

function linksOf(line: Given): Link[] {
  return line.parts('links').map((link) => {
    const amount = Math.abs(link.need('amount', link.amount('amount')));
    return { type: link.text('type'), id: link.need('id', link.guid('id')), amount: amount > 0 ? amount : link.refuse('amount', 'must not be 0.') };
  });
}
