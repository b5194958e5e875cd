import type { BooksAnswer } from '../accounting/answer.js';
import type { Records } from '../accounting/paged.js';
import { notFound } from '../accounting/problems.js';
import type { BooksRequest } from '../accounting/request.js';
import type { Books } from '../books/books.js';
import { prepareAccount } from './accounts.js';
import { prepareBankTransaction } from './bank-transactions.js';
import { prepareBankTransfer } from './bank-transfers.js';
import { prepareBatchPayment } from './batch-payments.js';
import { writeBelow } from './below.js';
import { carryOut, note, type Render } from './carry-out.js';
import { prepareContact } from './contacts.js';
import { prepareCreditNote } from './credit-notes.js';
import { prepareInvoice } from './invoices.js';
import { prepareItem, removeItem } from './items.js';
import { prepareManualJournal } from './manual-journals.js';
import type { Writer } from './order.js';
import { preparePayment } from './payments.js';
import { preparePurchaseOrder } from './purchase-orders.js';

const writers: Record<string, Writer> = {
  accounts: { list: 'Accounts', prepare: prepareAccount },
  contacts: { list: 'Contacts', prepare: prepareContact },
  invoices: { list: 'Invoices', prepare: prepareInvoice },
  items: { list: 'Items', prepare: prepareItem },
  creditnotes: { list: 'CreditNotes', prepare: prepareCreditNote },
  payments: { list: 'Payments', prepare: preparePayment },
  batchpayments: { list: 'BatchPayments', prepare: prepareBatchPayment },
  banktransactions: { list: 'BankTransactions', prepare: prepareBankTransaction },
  banktransfers: { list: 'BankTransfers', prepare: prepareBankTransfer },
  manualjournals: { list: 'ManualJournals', prepare: prepareManualJournal },
  purchaseorders: { list: 'PurchaseOrders', prepare: preparePurchaseOrder },
};

/** Makes and changes records; null when the path takes no writes of that method. */
export function write(books: Books, request: BooksRequest, parts: readonly string[], render: Render): Records | BooksAnswer | null {
  const [first = '', id, ...below] = parts;
  if (below.length > 0) return writeBelow(books, request, parts, render);
  if (request.method === 'DELETE' && first.toLowerCase() === 'items' && id !== undefined) return deleteItem(books, request, id);
  const writer = Object.hasOwn(writers, first.toLowerCase()) ? writers[first.toLowerCase()] : undefined;
  if (!writer || !['PUT', 'POST'].includes(request.method) || (id !== undefined && request.method === 'PUT')) return null;
  // Throws the 404 of a record that is not there.
  if (id !== undefined) render(writer.list, id);
  return carryOut(books, request, { ...writer, id: id ?? null }, render);
}

function deleteItem(books: Books, request: BooksRequest, id: string): BooksAnswer {
  if (!removeItem(books, id)) throw notFound();
  note(books, request, 'Items', { id, created: false }, {});
  return { status: 204, headers: {}, body: '' };
}
