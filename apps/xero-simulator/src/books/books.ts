import { BankBook } from './bank-book.js';
import { BatchBook } from './batch-book.js';
import { Changes, type Allocation, type DocumentChange } from './changes.js';
import { contactName, isArchived, type Contact } from './contacts.js';
import { CreditBook } from './credit-book.js';
import { drawCreditNote, type NoteDraft } from './credit-notes.js';
import type { Draft, Drawing } from './drawing.js';
import type { EditCommand } from './edit-context.js';
import { firstUpdate } from './first-update.js';
import { items, type ItemRow } from './items.js';
import type { Cents } from './money.js';
import { PaperBook } from './paper-book.js';
import { PaymentBook } from './payment-book.js';
import { creditCount, hostOf, type Approval } from './plan.js';
import { Kind, RecordIds } from './record-ids.js';
import type { Payment } from './settlement.js';
import { Table } from './table.js';
import { trackingCategories, type TrackingCategoryRow } from './tracking.js';
import { copyOf } from './written.js';

export type Status = 'DRAFT' | 'SUBMITTED' | 'DELETED' | 'AUTHORISED' | 'PAID' | 'VOIDED';

/** A sales invoice or bill as it stands now. */
export interface Invoice extends Draft {
  status: Status;
  payments: Payment[];
  allocations: Allocation[];
  amountPaid: Cents;
  amountCredited: Cents;
  amountDue: Cents;
  /** Stays behind when the payment that filled it is deleted. */
  fullyPaid: number | null;
}

export interface CreditNote extends NoteDraft {
  status: Status;
  allocations: Allocation[];
  refunds: Payment[];
  remaining: Cents;
  fullyPaid: number | null;
}

export interface Clock { now(): number }

export interface BooksOptions {
  organisationId: string;
  name: string;
  createdAt: number;
  clock: Clock;
}

/** The books of one organisation: a generator, the edits since, and the order in which rows are served. */
export class Books {
  readonly ids: RecordIds;
  readonly changes = new Changes();
  /** Never taken out of: documents name them by their place. */
  readonly items: ItemRow[] = items.map((item) => ({ ...item }));
  readonly categories: readonly TrackingCategoryRow[] = trackingCategories();
  readonly invoices: Table;
  readonly creditNotes: Table;
  readonly contacts: Table;
  readonly settlements: PaymentBook;
  readonly credits: CreditBook;
  readonly batches: BatchBook;
  readonly bank: BankBook;
  readonly paper: PaperBook;
  /** Edits made after each served page, to test readers against books that move; null commands: updates of invoices. */
  everyPage: { edits: number; commands: readonly EditCommand[] | null } = { edits: 0, commands: null };
  /** Answers given so far; each gets an id of its own. */
  answers = 0;
  /** Edits made so far; each draws its own luck. */
  edits = 0;
  /** Unoptimised filters on more documents than this are refused, as Xero does. */
  highVolumeLimit = 100_000;

  constructor(readonly options: BooksOptions, readonly drawing: Drawing) {
    const { seed, invoices } = drawing.options;
    this.ids = new RecordIds(seed);
    this.invoices = this.table(Kind.invoice, invoices, (row) => row);
    this.creditNotes = this.table(Kind.creditNote, creditCount('creditNote', invoices), (row) => hostOf('creditNote', row));
    this.contacts = this.table(Kind.contact, drawing.contacts, (row) => Math.floor((row * invoices) / drawing.contacts));
    this.settlements = new PaymentBook(this);
    this.credits = new CreditBook(this);
    this.batches = new BatchBook(this);
    this.bank = new BankBook(this);
    this.paper = new PaperBook(this);
  }

  get payments(): Table {
    return this.settlements.table;
  }

  /** A table of generated rows, each changed in the days of the document given. */
  table(kind: Kind, count: number, invoiceOf: (row: number) => number): Table {
    return new Table(kind, this.ids, count, (row) => firstUpdate(this.drawing, kind, row, invoiceOf(row)));
  }

  now(): number {
    return this.options.clock.now();
  }

  invoice(row: number): Invoice {
    const change = this.changes.invoices.get(row);
    const draft = this.draft(row, change);
    const origin = this.changes.written.invoices.has(row) ? this.origin(row) : draft;
    const payments = this.settlements.ofInvoice(origin);
    const allocations = this.credits.allocationsTo(origin);
    let amountPaid = 0;
    for (const payment of payments) if (!payment.deleted) amountPaid += payment.amount;
    let amountCredited = 0;
    for (const allocation of allocations) amountCredited += allocation.amount;
    const approval = change?.approval ?? draft.plan.approval;
    const dead = approval === 'VOIDED' || approval === 'DELETED';
    const amountDue = dead ? 0 : draft.total - amountPaid - amountCredited;
    const status: Status = approval !== 'APPROVED' ? approval : amountDue === 0 ? 'PAID' : 'AUTHORISED';
    const fullyPaid = approval === 'APPROVED' ? fullyPaidOn(draft, status, payments, allocations) : null;
    // The draft is ours alone, and writing into it costs half of what a copy does.
    return Object.assign(draft, { status, payments, allocations, amountPaid, amountCredited, amountDue, fullyPaid });
  }

  /** The state of a document before its settlement, known without drawing it. */
  approvalOf(row: number): Approval {
    return this.changes.invoices.get(row)?.approval ?? this.drawing.plan(row).approval;
  }

  creditNote(row: number): CreditNote {
    const change = this.changes.creditNotes.get(row);
    const host = this.hostOfNote(row);
    const written = this.changes.written.creditNotes.get(row);
    const draft = written ? copyOf(written) : drawCreditNote(this.drawing, row, host);
    if (change?.reference !== undefined) draft.reference = change.reference;
    if (change?.issued !== undefined) draft.issued = change.issued;
    const approval = change?.approval ?? draft.approval;
    const approved = approval === 'APPROVED';
    const allocations = this.credits.allocationsFrom('creditNote', row, this.credits.noteAllocations(row, host));
    const refunds = this.settlements.ofNote(host, row, draft);
    // A draft's credit is all there though nobody can use it yet; Xero tells it so.
    let remaining = approved || approval === 'DRAFT' || approval === 'SUBMITTED' ? draft.total : 0;
    for (const { amount } of allocations) remaining -= amount;
    for (const { deleted, amount } of refunds) if (!deleted) remaining -= amount;
    const status = approved ? (remaining === 0 ? 'PAID' : 'AUTHORISED') : (approval as Status);
    const fullyPaid = status === 'PAID' ? (allocations[0]?.on ?? refunds[0]?.paid ?? draft.issued) : null;
    return { ...draft, approval, status, allocations, refunds, remaining, fullyPaid };
  }

  payment(row: number): Payment {
    return this.settlements.payment(row);
  }

  contact(row: number): Contact {
    const contact = this.changes.written.contacts.get(row) ?? this.drawing.contact(row);
    const change = this.changes.contacts.get(row);
    return change ? { ...contact, ...change } : contact;
  }

  contactName(row: number): string {
    return this.changes.contacts.get(row)?.name ?? this.changes.written.contacts.get(row)?.name ?? contactName(this.drawing.options.seed, row);
  }

  isArchived(contact: number): boolean {
    return this.changes.contacts.get(contact)?.archived ?? this.changes.written.contacts.get(contact)?.archived ?? isArchived(contact);
  }

  accountName(row: number): string {
    return this.changes.accountNames.get(row) ?? this.drawing.chart[row].name;
  }

  itemName(row: number): string {
    return this.changes.itemNames.get(row) ?? this.items[row].name;
  }

  /** The name of a tracking option by its number. */
  optionName(option: number): string {
    return this.changes.optionNames.get(option) ?? this.categories.flatMap(({ options }) => options).find(({ number }) => number === option)!.name;
  }

  /** The document of a note; notes added later are drawn after a document that the books do not have. */
  private hostOfNote(note: number): Draft {
    const host = hostOf('creditNote', note);
    return host < this.drawing.options.invoices ? this.origin(host) : this.drawing.document(host, this.drawing.issuedOn(host));
  }

  /** The document that generated payments and credits were drawn for: what callers wrote over it since moves none of them. */
  origin(row: number): Draft {
    const written = this.changes.written.invoices.has(row) && row < this.drawing.options.invoices;
    return written ? this.drawing.document(row, this.drawing.issuedOn(row)) : this.document(row);
  }

  /** A document before its settlement. */
  document(row: number): Draft {
    return this.draft(row, this.changes.invoices.get(row));
  }

  private draft(row: number, change: DocumentChange | undefined): Draft {
    const written = this.changes.written.invoices.get(row);
    const draft = written ? copyOf(written) : this.drawing.document(row, change?.issued ?? this.drawing.issuedOn(row));
    if (!change) return draft;
    const { reference, number, due, dearer } = change;
    if (reference !== undefined) draft.reference = reference;
    if (number !== undefined) draft.number = number;
    if (due !== undefined) draft.due = due;
    if (dearer) makeDearer(draft, dearer);
    return draft;
  }
}

/** The day of the last settlement; on a re-opened document, the day of the deleted payment that once filled it. */
function fullyPaidOn(draft: Draft, status: Status, payments: Payment[], allocations: Allocation[]): number | null {
  const paid = status === 'PAID';
  let last = 0;
  if (paid) for (const { on } of allocations) last = Math.max(last, on);
  for (const payment of payments) {
    if (paid ? !payment.deleted : payment.amount === draft.total) last = Math.max(last, payment.paid);
  }
  return last || (paid ? draft.issued : null);
}

/** Raises the first line, whose quantity is a whole number, by an untaxed amount: every total stays exact. */
function makeDearer(draft: Draft, cents: Cents): void {
  const first = draft.lines[0];
  const gross = cents * (first.quantity / 10_000);
  draft.lines[0] = { ...first, unitAmount: first.unitAmount + cents * 100, lineAmount: first.lineAmount + gross };
  draft.subTotal += gross;
  draft.total += gross;
}
