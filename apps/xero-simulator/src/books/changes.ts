import type { BankSource } from './bank-transactions.js';
import type { Approval, CreditKind } from './plan.js';
import type { Cents } from './money.js';
import type { Payment } from './settlement.js';
import { Written } from './written.js';

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

/** What a payment pays, or whose money it gives back. */
export type PaymentTarget = 'invoice' | CreditKind;

export interface AddedPayment {
  target: PaymentTarget;
  /** The row of the target. */
  owner: number;
  amount: Cents;
  paid: number;
  batch?: number;
  /** What a caller of the API said of it; the rest is drawn when left out. */
  given?: Pick<Payment, 'account' | 'rate' | 'bankAmount' | 'reference' | 'reconciled'>;
}

/** A share of a credit, used on a document. */
export interface Allocation {
  source: CreditKind;
  /** The row of the credit. */
  credit: number;
  /** Tells the shares of one credit apart. */
  place: number;
  invoice: number;
  amount: Cents;
  on: number;
}

/** An edit over a prepayment, overpayment, bank transaction, transfer, manual journal or purchase order. */
export interface RecordChange {
  reference?: string;
  issued?: number;
  status?: string;
  reconciled?: boolean;
  /** Records made later are modelled on a generated document. */
  model?: number;
}

/** The kinds of which each row has at most one {@link RecordChange}. */
export type ChangedKind = 'prepayment' | 'overpayment' | 'bankTransaction' | 'bankTransfer' | 'manualJournal' | 'purchaseOrder';

/** All edits since the books were made: small maps beside the generator. */
export class Changes {
  readonly written = new Written();
  readonly invoices = new Map<number, DocumentChange>();
  readonly creditNotes = new Map<number, DocumentChange>();
  readonly records: Record<ChangedKind, Map<number, RecordChange>> = {
    prepayment: new Map(), overpayment: new Map(), bankTransaction: new Map(), bankTransfer: new Map(), manualJournal: new Map(), purchaseOrder: new Map(),
  };
  readonly contacts = new Map<number, { name?: string; archived?: boolean }>();
  readonly accountNames = new Map<number, string>();
  readonly itemNames = new Map<number, string>();
  readonly optionNames = new Map<number, string>();
  /** Generated or added payments that were deleted later. */
  readonly deletedPayments = new Set<number>();
  /** Allocations that were taken back, by {@link allocationKey}. */
  readonly unallocated = new Set<string>();
  readonly allocationsTo = new Map<number, Allocation[]>();
  readonly allocationsFrom = new Map<string, Allocation[]>();
  /** Payments after the generated ones, by their number. */
  readonly payments = new Map<number, AddedPayment>();
  readonly paymentsOf: Record<PaymentTarget, Map<number, number[]>> = { invoice: new Map(), creditNote: new Map(), prepayment: new Map(), overpayment: new Map() };
  /** Members of the batches after the generated ones. */
  readonly batches = new Map<number, number[]>();
  /** What stands behind the bank transactions after the generated ones. */
  readonly bankSources = new Map<number, BankSource>();
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
    append(this.paymentsOf[payment.target], payment.owner, index);
  }

  addAllocation(allocation: Allocation): void {
    append(this.allocationsTo, allocation.invoice, allocation);
    append(this.allocationsFrom, creditKey(allocation.source, allocation.credit), allocation);
  }

  change(kind: ChangedKind, row: number, change: RecordChange): void {
    const { [kind]: map } = this.records;
    map.set(row, { ...map.get(row), ...change });
  }
}

export function creditKey(source: CreditKind, credit: number): string {
  return `${source}:${credit}`;
}

export function allocationKey({ source, credit, place }: Allocation): string {
  return `${source}:${credit}:${place}`;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
