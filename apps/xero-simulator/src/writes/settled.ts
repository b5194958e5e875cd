import type { Books, CreditNote, Invoice } from '../books/books.js';
import type { PaymentTarget } from '../books/changes.js';
import type { Credit } from '../books/credit-book.js';
import { tableOfTarget, touch } from '../books/document-edits.js';
import type { Cents } from '../books/money.js';
import type { CreditKind } from '../books/plan.js';
import { rowOfNumber } from './numbers.js';
import { stamps } from './order.js';
import type { Sent } from './sent.js';

/** What a payment or an allocation is about. */
export interface Target { kind: PaymentTarget; row: number; document: Invoice | CreditNote | Credit }

const names: Record<PaymentTarget, string> = { invoice: 'Invoice', creditNote: 'CreditNote', prepayment: 'Prepayment', overpayment: 'Overpayment' };

/** The document that is named as `{Invoice: {InvoiceID}}`, `{CreditNote: {CreditNoteNumber}}`, …; null when none is, or when it is not there. */
export function readTarget(books: Books, sent: Sent): Target | null {
  for (const kind of Object.keys(names) as PaymentTarget[]) {
    const stub = sent.child(names[kind]);
    const id = stub?.text(`${names[kind]}ID`);
    const number = stub?.text(`${names[kind]}Number`) ?? sent.text(`${names[kind]}Number`);
    const numbered = kind === 'invoice' || kind === 'creditNote' ? kind : null;
    const row = id ? tableOfTarget(books, kind).rowOf(id) : number && numbered ? rowOfNumber(books, numbered, number) : null;
    if (row !== null) return { kind, row, document: kind === 'invoice' ? books.invoice(row) : readCredit(books, kind, row) };
  }
  return null;
}

export function readCredit(books: Books, kind: CreditKind, row: number): CreditNote | Credit {
  return kind === 'creditNote' ? books.creditNote(row) : books.credits.credit(kind, row);
}

/** What can still be paid, or given back. */
export function outstanding({ document }: Target): Cents {
  return 'amountDue' in document ? document.amountDue : document.remaining;
}

/** A settlement changes what it settles. */
export function stampTarget(books: Books, { kind, row }: Pick<Target, 'kind' | 'row'>): void {
  if (kind === 'invoice') touch(books, row);
  stamps(books).stamp(tableOfTarget(books, kind), row);
}
