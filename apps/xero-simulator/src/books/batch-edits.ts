import { fitting, today, type Edit } from './edit-context.js';
import { removePayment, touch } from './document-edits.js';

/** Pays up to three open documents of one side in one movement. */
const create: Edit = ({ books, any, stamp }) => {
  const open = (row: number, sales?: boolean): boolean => {
    if (books.approvalOf(row) !== 'APPROVED') return false;
    const { status, amountDue, currency, plan } = books.invoice(row);
    return status === 'AUTHORISED' && amountDue > 0 && currency === books.drawing.options.edition.baseCurrency && (sales === undefined || plan.sales === sales);
  };
  const first = any(books.invoices, (row) => open(row));
  const { sales } = books.invoice(first).plan;
  const others = books.invoices.rowsAfter(first, 40).filter((row) => open(row, sales)).slice(0, 2);
  const batch = books.batches.table.add(books.now());
  const members = [first, ...others].map((invoice) => {
    const amount = books.invoice(invoice).amountDue;
    const payment = books.payments.add(books.now());
    books.changes.addPayment(payment, { target: 'invoice', owner: invoice, amount, paid: today(books), batch });
    touch(books, invoice);
    stamp(books.invoices, invoice);
    return payment;
  });
  books.changes.batches.set(batch, members);
  return books.batches.table.id(batch);
};

const remove: Edit = (context) => {
  const { books } = context;
  const batch = fitting(context, books.batches.table, (row) => !books.batches.batch(row).deleted, 'this batch is deleted');
  removePayment(context, books.batches.memberRows(batch)[0]);
  return books.batches.table.id(batch);
};

const vanish: Edit = ({ books, row }) => {
  const batch = row(books.batches.table);
  const id = books.batches.table.id(batch);
  for (const member of books.batches.memberRows(batch)) {
    books.changes.deletedPayments.add(member);
    books.payments.vanish(member);
    touch(books, books.settlements.ownerOf(member).owner);
  }
  books.batches.table.vanish(batch);
  return id;
};

export const batchEdits: Record<string, Edit> = { 'batchPayment.create': create, 'batchPayment.delete': remove, 'batchPayment.vanish': vanish };
