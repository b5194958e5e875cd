import type { Books } from './books.js';
import { allocationKey, type Allocation, type DocumentChange, type PaymentTarget } from './changes.js';
import { fitting, type Edit, type EditContext } from './edit-context.js';
import { day } from './drawing.js';
import { creditKindOf } from './plan.js';
import type { Table } from './table.js';

/** Records that a document was changed: what was rendered of it is stale from here on. */
export function touch(books: Books, row: number, change: DocumentChange = {}): void {
  const { invoices, touched } = books.changes;
  invoices.set(row, { ...invoices.get(row), ...change });
  touched.set(row, (touched.get(row) ?? 0) + 1);
}

const update: Edit = ({ books, command, dice, row, stamp }) => {
  const invoice = row(books.invoices);
  const { settlement, approval } = books.drawing.plan(invoice);
  const known = books.invoice(invoice);
  const change: DocumentChange = { reference: command.value ?? `Edit ${books.edits}` };
  // Prices move only while nothing was paid: Xero refuses it later.
  const movable = settlement === 'open' && known.payments.length === 0 && approval !== 'VOIDED' && approval !== 'DELETED';
  if (movable && known.status !== 'VOIDED' && known.status !== 'DELETED' && known.lines[0].discountRate === undefined) {
    change.dearer = (books.changes.invoices.get(invoice)?.dearer ?? 0) + dice.between(1, 500);
  }
  touch(books, invoice, change);
  stamp(books.invoices, invoice);
  return books.invoices.id(invoice);
};

const create: Edit = ({ books, command }) => {
  const wanted = command.type === undefined ? undefined : command.type === 'ACCREC';
  // Which side document n is on was drawn long ago: numbers of the other side are passed over as if never used.
  let row = books.invoices.add(books.now());
  while (wanted !== undefined && books.drawing.plan(row).sales !== wanted) {
    books.invoices.vanish(row);
    row = books.invoices.add(books.now());
  }
  touch(books, row, { issued: Math.floor(books.now() / day), ...(command.value === undefined ? {} : { reference: command.value }) });
  return books.invoices.id(row);
};

const redate: Edit = ({ books, dice, row, stamp }) => {
  const invoice = row(books.invoices, (candidate) => books.invoice(candidate).due !== null);
  touch(books, invoice, { due: books.invoice(invoice).issued + dice.between(61, 120) });
  stamp(books.invoices, invoice);
  return books.invoices.id(invoice);
};

const renumber: Edit = ({ books, command, row, stamp }) => {
  const invoice = row(books.invoices);
  touch(books, invoice, { number: command.value ?? `RE-${books.edits}` });
  stamp(books.invoices, invoice);
  return books.invoices.id(invoice);
};

/** Payments and credit go first, as they would have to at Xero. */
function end(context: EditContext, approval: 'VOIDED' | 'DELETED', fits: (row: number) => boolean): string {
  const { books, row, stamp } = context;
  const invoice = row(books.invoices, fits);
  const known = books.invoice(invoice);
  for (const payment of known.payments.filter((candidate) => !candidate.deleted)) removePayment(context, payment.index);
  for (const allocation of known.allocations) takeBack(context, allocation);
  touch(books, invoice, { approval });
  stamp(books.invoices, invoice);
  return books.invoices.id(invoice);
}

const voiding: Edit = (context) => end(context, 'VOIDED', (row) => context.books.approvalOf(row) === 'APPROVED' && context.books.invoice(row).status === 'AUTHORISED');

const deleting: Edit = (context) => end(context, 'DELETED', (row) => ['DRAFT', 'SUBMITTED'].includes(context.books.approvalOf(row)));

const approve: Edit = ({ books, row, stamp }) => {
  const ready = (candidate: number): boolean => {
    if (!['DRAFT', 'SUBMITTED'].includes(books.approvalOf(candidate))) return false;
    return books.invoice(candidate).lines.every((line) => line.remark || line.account !== null);
  };
  const invoice = row(books.invoices, ready);
  if (!ready(invoice)) throw new Error('only a complete draft can be approved');
  touch(books, invoice, { approval: 'APPROVED', due: books.invoice(invoice).due ?? books.invoice(invoice).issued + 30 });
  stamp(books.invoices, invoice);
  return books.invoices.id(invoice);
};

const vanish: Edit = ({ books, row }) => {
  // Only a document that nothing else names can disappear without leaving dangling records.
  const alone = (candidate: number): boolean => books.settlements.rowsOf(candidate).length === 0 && creditKindOf(candidate) === null && books.invoice(candidate).allocations.length === 0;
  const invoice = row(books.invoices, alone);
  if (!alone(invoice)) throw new Error('payments or a credit hang on this document');
  const id = books.invoices.id(invoice);
  books.invoices.vanish(invoice);
  return id;
};

const pay: Edit = ({ books, dice, row, stamp }) => {
  const open = (candidate: number): boolean => books.invoice(candidate).status === 'AUTHORISED' && books.invoice(candidate).amountDue > 0;
  const invoice = row(books.invoices, open);
  if (!open(invoice)) throw new Error('nothing is due on this document');
  const due = books.invoice(invoice).amountDue;
  const payment = books.payments.add(books.now());
  const amount = dice.chance(500) || due < 2 ? due : Math.floor(due / 2);
  books.changes.addPayment(payment, { target: 'invoice', owner: invoice, amount, paid: Math.floor(books.now() / day) });
  touch(books, invoice);
  stamp(books.invoices, invoice);
  return books.payments.id(payment);
};

const unpay: Edit = (context) => {
  const { books, row } = context;
  const live = (candidate: number): boolean => !books.payment(candidate).deleted && books.payment(candidate).batch === null;
  const payment = row(books.payments, live);
  if (!live(payment)) throw new Error('this payment cannot be deleted');
  removePayment(context, payment);
  return books.payments.id(payment);
};

/** Deleting a payment opens what it paid again, which changes both. A member takes its whole batch with it. */
export function removePayment(context: Pick<EditContext, 'books' | 'stamp'>, payment: number): void {
  const { books, stamp } = context;
  const { batch } = books.payment(payment);
  for (const member of batch === null ? [payment] : books.batches.memberRows(batch)) {
    books.changes.deletedPayments.add(member);
    stamp(books.payments, member);
    const { target, owner } = books.settlements.ownerOf(member);
    if (target === 'invoice') touch(books, owner);
    stamp(tableOfTarget(books, target), owner);
  }
  if (batch !== null) stamp(books.batches.table, batch);
}

/** Takes a share of a credit back from the document that it was used on, which changes both. */
export function takeBack({ books, stamp }: Pick<EditContext, 'books' | 'stamp'>, allocation: Allocation): void {
  books.changes.unallocated.add(allocationKey(allocation));
  touch(books, allocation.invoice);
  stamp(books.invoices, allocation.invoice);
  stamp(tableOfTarget(books, allocation.source), allocation.credit);
}

export function tableOfTarget(books: Books, target: PaymentTarget): Table {
  if (target === 'invoice') return books.invoices;
  return target === 'creditNote' ? books.creditNotes : books.credits.table(target);
}

/** A payment that is simply not there any more; what it paid is open again without having changed. */
const vanishPayment: Edit = (context) => {
  const { books } = context;
  const payment = fitting(context, books.payments, (candidate) => books.payment(candidate).batch === null, 'a batch names this payment');
  const id = books.payments.id(payment);
  const { target, owner } = books.settlements.ownerOf(payment);
  books.changes.deletedPayments.add(payment);
  if (target === 'invoice') touch(books, owner);
  books.payments.vanish(payment);
  return id;
};

export const documentEdits: Record<string, Edit> = {
  'invoice.update': update, 'invoice.create': create, 'invoice.redate': redate, 'invoice.renumber': renumber, 'invoice.void': voiding,
  'invoice.delete': deleting, 'invoice.approve': approve, 'invoice.vanish': vanish, 'payment.create': pay, 'payment.delete': unpay,
  'payment.vanish': vanishPayment,
};
