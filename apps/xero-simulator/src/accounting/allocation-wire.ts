import type { Books } from '../books/books.js';
import type { Allocation } from '../books/changes.js';
import { mix } from '../books/dice.js';
import { Kind } from '../books/record-ids.js';
import { msDate, type Wire } from './wire.js';

/** A share of a credit and the document it was used on, which is only a stub here. */
export function allocationWire(books: Books, { source, credit, place, invoice, amount, on }: Allocation): Wire {
  const number = source === 'creditNote' && place === 0 ? credit : mix(Kind[source], credit, place);
  return {
    AllocationID: books.ids.id(Kind.allocation, number), Amount: amount / 100, Date: msDate(on),
    Invoice: {
      InvoiceID: books.invoices.id(invoice), InvoiceNumber: books.document(invoice).number, Payments: [], CreditNotes: [], Prepayments: [],
      Overpayments: [], IsDiscounted: false, InvoiceAddresses: [], HasErrors: false, InvoicePaymentServices: [], LineItems: [],
    },
    IsDeleted: false,
  };
}
