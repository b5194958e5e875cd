import type { Approval } from './plan.js';

/** What an edit laid over a generated document. Fields left out keep what was generated. */
export interface DocumentChange {
  approval?: Approval;
  reference?: string;
  number?: string;
  issued?: number;
  due?: number;
  /** Added to the unit price of the first line, in hundredths. Only for documents that nothing was paid on. */
  dearer?: number;
}

export interface AddedPayment {
  invoice: number;
  amount: number;
  paid: number;
}

/** All edits since the books were made: small maps beside the generator. */
export class Changes {
  readonly invoices = new Map<number, DocumentChange>();
  readonly creditNotes = new Map<number, DocumentChange>();
  readonly contacts = new Map<number, { name?: string; archived?: boolean }>();
  readonly accountNames = new Map<number, string>();
  readonly itemNames = new Map<number, string>();
  readonly optionNames = new Map<number, string>();
  /** Generated or added payments that were deleted later. */
  readonly deletedPayments = new Set<number>();
  /** Credit notes whose allocation was taken back. */
  readonly unallocated = new Set<number>();
  /** Payments after the generated ones, by their number. */
  readonly payments = new Map<number, AddedPayment>();
  readonly paymentsOf = new Map<number, number[]>();
  /** Times of change of the short lists: `account:3` -> milliseconds. */
  readonly stamps = new Map<string, number>();
  /** How often each document was edited: what was rendered before is stale. */
  readonly touched = new Map<number, number>();
  /** Grows when something is renamed that many documents show. */
  renamed = 0;
  /** Grows with every edit: reports computed before are stale. */
  version = 0;

  addPayment(index: number, payment: AddedPayment): void {
    this.payments.set(index, payment);
    const siblings = this.paymentsOf.get(payment.invoice);
    if (siblings) siblings.push(index);
    else this.paymentsOf.set(payment.invoice, [index]);
  }
}
