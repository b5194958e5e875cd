import { hasAttachments } from '../books/attachments.js';
import type { BankSource } from '../books/bank-transactions.js';
import type { Books } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import { contactStub, contactWire } from './contact-wire.js';
import type { Form } from './invoice-wire.js';
import { linesJson } from './lines-json.js';
import { dateString, msDate, msInstant, type Wire } from './wire.js';

/** Money spent or received. Sides of transfers have neither contact nor lines. */
export function bankTransactionJson(books: Books, row: number, form: Form): string {
  const transaction = books.bank.transaction(row);
  const { contact, types, subTotal, totalTax, total } = transaction;
  const id = books.bank.transactions.id(row);
  const wire: Wire = {
    BankTransactionID: id, BankAccount: accountStub(books, transaction.account), Type: transaction.type, IsReconciled: transaction.reconciled,
    ...creditId(books, transaction.source), HasAttachments: hasAttachments(books, id),
  };
  if (transaction.reference !== undefined) wire.Reference = transaction.reference;
  if (contact !== null) wire.Contact = form.extent === 'single' ? contactWire(books, contact, true) : contactStub(books, contact);
  wire.DateString = dateString(transaction.issued);
  wire.Date = msDate(transaction.issued);
  wire.Status = transaction.deleted ? 'DELETED' : 'AUTHORISED';
  wire.LineAmountTypes = types;
  Object.assign(wire, { SubTotal: subTotal / 100, TotalTax: totalTax / 100, Total: total / 100, UpdatedDateUTC: msInstant(books.bank.transactions.updatedAt(row)) });
  wire.CurrencyCode = transaction.currency;
  if (transaction.rateShown) wire.CurrencyRate = transaction.rate / 1_000_000;
  const lines = form.extent === 'summary' ? '[]' : linesJson(books, transaction.lines, { kind: Kind.bankTransaction, row }, form.fourPlaces);
  return `${JSON.stringify(wire).slice(0, -1)},"LineItems":${lines}}`;
}

/** A transfer tells when it was made but never when it was changed. */
export function bankTransferWire(books: Books, row: number): Wire {
  const transfer = books.bank.transfer(row);
  const id = books.bank.transfers.id(row);
  const movement = (side: 'from' | 'to'): string => books.bank.transactions.id(books.bank.rowOf(side, row));
  const wire: Wire = {
    BankTransferID: id, CreatedDateUTC: msInstant(books.bank.transfers.updatedAt(row)), DateString: dateString(transfer.issued), Date: msDate(transfer.issued),
    Status: transfer.deleted ? 'DELETED' : 'AUTHORISED', FromBankAccount: accountStub(books, transfer.from), ToBankAccount: accountStub(books, transfer.to),
    Amount: transfer.amount / 100, FromBankTransactionID: movement('from'), ToBankTransactionID: movement('to'),
    FromIsReconciled: transfer.reconciled.from, ToIsReconciled: transfer.reconciled.to, CurrencyRate: transfer.rate / 1_000_000, HasAttachments: hasAttachments(books, id),
    FromTracking: [], ToTracking: [],
  };
  if (transfer.reference !== undefined) wire.Reference = transfer.reference;
  return wire;
}

function creditId(books: Books, { kind, index }: BankSource): Wire {
  if (kind === 'prepayment') return { PrepaymentID: books.credits.prepayments.id(index) };
  return kind === 'overpayment' ? { OverpaymentID: books.credits.overpayments.id(index) } : {};
}

function accountStub(books: Books, row: number): Wire {
  const { code } = books.drawing.chart[row];
  return { AccountID: books.ids.id(Kind.account, row), ...(code === null ? {} : { Code: code }), Name: books.accountName(row) };
}
