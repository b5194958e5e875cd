import { drawBankTransaction, directCount, type BankSource, type BankTransaction } from './bank-transactions.js';
import { drawBankTransfer, transferCount, type BankTransfer } from './bank-transfers.js';
import type { Books } from './books.js';
import type { RecordChange } from './changes.js';
import type { AccountKind } from './credits-on-account.js';
import type { Line } from './lines.js';
import { hostOf } from './plan.js';
import { Kind } from './record-ids.js';
import type { Table } from './table.js';
import { copyOf } from './written.js';

/** Bank transactions and transfers. The transactions are, in this order: direct ones, those of prepayments, of overpayments, both sides of transfers. */
export class BankBook {
  readonly transactions: Table;
  readonly transfers: Table;
  private readonly starts: { direct: number; prepayment: number; overpayment: number; transfer: number; end: number };

  constructor(private readonly books: Books) {
    const { invoices } = books.drawing.options;
    const prepayment = directCount(invoices);
    const overpayment = prepayment + books.credits.generated('prepayment');
    const transfer = overpayment + books.credits.generated('overpayment');
    this.starts = { direct: 0, prepayment, overpayment, transfer, end: transfer + 2 * transferCount(invoices) };
    this.transactions = books.table(Kind.bankTransaction, this.starts.end, (row) => this.documentOf(this.source(row)));
    this.transfers = books.table(Kind.bankTransfer, transferCount(invoices), (row) => row * 20);
  }

  transaction(row: number): BankTransaction {
    const source = this.source(row);
    const change = this.books.changes.records.bankTransaction.get(row);
    switch (source.kind) {
      case 'direct': return changed(this.written(row) ?? drawBankTransaction(this.books.drawing, source.index, change?.issued ?? this.books.drawing.issuedOn(source.index * 4)), change);
      case 'from':
      case 'to': return this.side(source.kind, source.index, change);
      default: return this.onAccount(source.kind, source.index, change);
    }
  }

  transfer(row: number): BankTransfer {
    const { changes, drawing } = this.books;
    const change = changes.records.bankTransfer.get(row);
    const written = changes.written.bankTransfers.get(row);
    const transfer = written ? { ...written } : drawBankTransfer(drawing, row, change?.issued ?? drawing.issuedOn(row * 20));
    const sides = { from: this.reconciled(row, 'from', transfer.reconciled.from), to: this.reconciled(row, 'to', transfer.reconciled.to) };
    const deleted = transfer.deleted || change?.status === 'DELETED';
    return { ...transfer, deleted, reconciled: deleted ? { from: false, to: false } : sides, ...(change?.reference === undefined ? {} : { reference: change.reference }) };
  }

  source(row: number): BankSource {
    const added = this.books.changes.bankSources.get(row);
    if (added) return added;
    const { prepayment, overpayment, transfer } = this.starts;
    if (row < prepayment) return { kind: 'direct', index: row };
    if (row < overpayment) return { kind: 'prepayment', index: row - prepayment };
    if (row < transfer) return { kind: 'overpayment', index: row - overpayment };
    return { kind: (row - transfer) % 2 === 0 ? 'from' : 'to', index: Math.floor((row - transfer) / 2) };
  }

  /** The bank transaction of money on account, or of one side of a transfer. */
  rowOf(kind: Exclude<BankSource['kind'], 'direct'>, index: number): number {
    const generated = this.generatedRow(kind, index);
    if (generated !== null) return generated;
    for (const [row, source] of this.books.changes.bankSources) if (source.kind === kind && source.index === index) return row;
    throw new Error(`${kind} ${index} has no bank transaction`);
  }

  private generatedRow(kind: Exclude<BankSource['kind'], 'direct'>, index: number): number | null {
    if (kind === 'from' || kind === 'to') return index < transferCount(this.books.drawing.options.invoices) ? this.starts.transfer + 2 * index + (kind === 'to' ? 1 : 0) : null;
    return index < this.books.credits.generated(kind) ? this.starts[kind] + index : null;
  }

  private written(row: number): BankTransaction | null {
    const written = this.books.changes.written.bankTransactions.get(row);
    return written ? copyOf(written) : null;
  }

  private reconciled(transfer: number, side: 'from' | 'to', drawn: boolean): boolean {
    return this.books.changes.records.bankTransaction.get(this.rowOf(side, transfer))?.reconciled ?? drawn;
  }

  private onAccount(kind: AccountKind, index: number, change: RecordChange | undefined): BankTransaction {
    const credit = this.books.credits.draft(kind, index);
    const { contact, account, issued, reference, currency, rate, rateShown, types, lines, subTotal, totalTax, total, voided, plan, reconciled } = credit;
    const type = `${plan.sales ? 'RECEIVE' : 'SPEND'}-${kind === 'prepayment' ? 'PREPAYMENT' : 'OVERPAYMENT'}` as const;
    const transaction = { source: { kind, index }, type, deleted: voided, contact, account, issued, reference, currency, rate, rateShown, types, lines, subTotal, totalTax, total, reconciled: reconciled && !voided };
    return changed(transaction, change);
  }

  private side(kind: 'from' | 'to', index: number, change: RecordChange | undefined): BankTransaction {
    const { drawing } = this.books;
    const transfer = this.transfer(index);
    const account = kind === 'from' ? transfer.from : transfer.to;
    const total = kind === 'from' ? transfer.amount : transfer.received;
    const currency = drawing.chart[account].currency!;
    const foreign = currency !== drawing.options.edition.baseCurrency;
    const none: Line[] = [];
    return changed({
      source: { kind, index }, type: kind === 'from' ? 'SPEND-TRANSFER' : 'RECEIVE-TRANSFER', deleted: transfer.deleted, contact: null, account,
      issued: transfer.issued, reference: transfer.reference, currency, rate: foreign ? transfer.rate : 1_000_000, rateShown: foreign,
      types: 'NoTax', lines: none, subTotal: total, totalTax: 0, total, reconciled: transfer.reconciled[kind],
    }, change);
  }

  /** The document in whose days a generated transaction falls. */
  private documentOf(source: BankSource): number {
    switch (source.kind) {
      case 'direct': return source.index * 4;
      case 'from':
      case 'to': return source.index * 20;
      default: return hostOf(source.kind, source.index);
    }
  }
}

function changed(transaction: BankTransaction, change: RecordChange | undefined): BankTransaction {
  if (!change) return transaction;
  const { reference, status, reconciled } = change;
  if (reference !== undefined) transaction.reference = reference;
  if (reconciled !== undefined) transaction.reconciled = reconciled;
  if (status === 'DELETED') Object.assign(transaction, { deleted: true, reconciled: false });
  return transaction;
}
