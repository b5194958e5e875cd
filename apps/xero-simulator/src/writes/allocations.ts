import { allocationWire } from '../accounting/allocation-wire.js';
import { notFound } from '../accounting/problems.js';
import type { Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import type { Allocation } from '../books/changes.js';
import { tableOfTarget, takeBack } from '../books/document-edits.js';
import type { CreditKind } from '../books/plan.js';
import { readDay } from './payments.js';
import { nothing, stamps, type Effect, type Order } from './order.js';
import { outstanding, readCredit, readTarget, stampTarget } from './settled.js';

/** Uses a share of a credit on a document of its contact, side and currency. The order's id is the credit's. */
export function prepareAllocation(kind: CreditKind): (order: Order) => () => Effect {
  return (order) => {
    const { books, sent, id, refuse } = order;
    const row = tableOfTarget(books, kind).rowOf(id!)!;
    const credit = readCredit(books, kind, row);
    const target = readTarget(books, sent);
    if (target?.kind !== 'invoice') return refuse('Invoice could not be found'), nothing;
    const { document: invoice } = target;
    const amount = sent.cents('Amount') ?? 0;
    const on = readDay(order);
    if (credit.status !== 'AUTHORISED') refuse('Only Authorised credits can be allocated');
    if (invoice.status !== 'AUTHORISED') refuse('Credits can only be allocated to Authorised documents');
    if (invoice.plan.sales !== credit.plan.sales || invoice.contact !== credit.contact || invoice.currency !== credit.currency) {
      refuse('A credit can only be allocated to a document of its own type, contact and currency');
    }
    if (amount <= 0) refuse('The allocated amount must be greater than 0');
    else if (amount > outstanding(target)) refuse('The amount allocated exceeds the amount outstanding on this document');
    else if (amount > credit.remaining) refuse('The amount allocated exceeds the remaining credit');
    return () => {
      const allocation: Allocation = { source: kind, credit: row, place: 2 + ++books.edits, invoice: target.row, amount, on };
      books.changes.addAllocation(allocation);
      stampTarget(books, target);
      stampTarget(books, { kind, row });
      return { id: idOf(books, allocation), created: true };
    };
  };
}

/** The uses of a credit as its `Allocations` list them. */
export function allocationsOf(books: Books, kind: CreditKind, creditId: string): Allocation[] {
  const row = tableOfTarget(books, kind).rowOf(creditId);
  if (row === null) throw notFound();
  return readCredit(books, kind, row).allocations;
}

/** Takes a share back, by the id of its allocation. */
export function unallocate(books: Books, kind: CreditKind, creditId: string, id: string): Wire {
  const found = allocationsOf(books, kind, creditId).find((allocation) => idOf(books, allocation) === id.toLowerCase());
  if (!found) throw notFound();
  takeBack(stamps(books), found);
  return { AllocationID: id.toLowerCase(), IsDeleted: true };
}

export function idOf(books: Books, allocation: Allocation): string {
  return String(allocationWire(books, allocation).AllocationID);
}
