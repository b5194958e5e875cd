import type { Books } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import { dateString, msDate, msInstant, type Wire } from './wire.js';

/** A batch and its members, each with a stub of the document that it paid. */
export function batchPaymentWire(books: Books, row: number): Wire {
  const { account, paid, members, sales, deleted, total, reconciled } = books.batches.batch(row);
  const currency = books.drawing.options.edition.baseCurrency;
  return {
    Account: { AccountID: books.ids.id(Kind.account, account), CurrencyCode: currency },
    ...(books.changes.written.batches.get(row) ?? (row % 3 === 2 ? {} : { Reference: row % 3 === 0 ? `Batch ${row + 1}` : '' })), BatchPaymentID: books.batches.table.id(row), DateString: dateString(paid), Date: msDate(paid),
    Payments: members.map(({ index, owner, amount, bankAmount }) => ({
      Invoice: {
        InvoiceID: books.invoices.id(owner), CurrencyCode: currency, Payments: [], CreditNotes: [], Prepayments: [], Overpayments: [], HasErrors: false, IsDiscounted: false, LineItems: [],
      },
      PaymentID: books.payments.id(index), Amount: amount / 100, BankAmount: bankAmount / 100,
    })),
    Type: sales ? 'RECBATCH' : 'PAYBATCH', Status: deleted ? 'DELETED' : 'AUTHORISED', TotalAmount: total / 100,
    UpdatedDateUTC: msInstant(books.batches.table.updatedAt(row)), IsReconciled: reconciled,
  };
}
