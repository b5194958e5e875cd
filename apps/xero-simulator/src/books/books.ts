import { Changes, type DocumentChange } from './changes.js';
import { contactName, isArchived, type Contact } from './contacts.js';
import { drawCreditNote, noteDay, type NoteDraft } from './credit-notes.js';
import { Dice, mix } from './dice.js';
import { day, type Draft, type Drawing } from './drawing.js';
import { items } from './items.js';
import type { Cents } from './money.js';
import { hostOf, noteCount, noteOf } from './plan.js';
import { Kind, RecordIds } from './record-ids.js';
import { drawPayment, drawPayments, noteAmounts, type Payment } from './settlement.js';
import { Table } from './table.js';
import { trackingCategories } from './tracking.js';

export type Status = 'DRAFT' | 'SUBMITTED' | 'DELETED' | 'AUTHORISED' | 'PAID' | 'VOIDED';

export interface Allocation { note: number; invoice: number; amount: Cents; allocated: number }

/** A sales invoice or bill as it stands now. */
export interface Invoice extends Draft {
  status: Status;
  payments: Payment[];
  allocation: Allocation | null;
  amountPaid: Cents;
  amountCredited: Cents;
  amountDue: Cents;
  /** Stays behind when the payment that filled it is deleted. */
  fullyPaid: number | null;
}

export interface CreditNote extends NoteDraft {
  status: Status;
  allocation: Allocation | null;
  refund: Payment | null;
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

const none: Payment[] = [];
const optionNames = trackingCategories.flatMap((category) => category.options.map((option) => option.name));

/** The books of one organisation: a generator, the edits since, and the order in which rows are served. */
export class Books {
  readonly ids: RecordIds;
  readonly changes = new Changes();
  readonly invoices: Table;
  readonly payments: Table;
  readonly creditNotes: Table;
  readonly contacts: Table;
  /** Edits made after each served page of invoices, to test readers against books that move. */
  everyPage = { edits: 0 };
  /** Answers given so far; each gets an id of its own. */
  answers = 0;
  /** Edits made so far; each draws its own luck. */
  edits = 0;
  /** Unoptimised filters on more documents than this are refused, as Xero does. */
  highVolumeLimit = 100_000;
  private readonly firstPayment: Uint32Array;
  private readonly paymentOwner: Uint32Array;

  constructor(readonly options: BooksOptions, readonly drawing: Drawing) {
    const { seed, invoices } = drawing.options;
    this.ids = new RecordIds(seed);
    this.firstPayment = new Uint32Array(invoices + 1);
    for (let row = 0; row < invoices; row++) this.firstPayment[row + 1] = this.firstPayment[row] + drawing.plan(row).payments;
    this.paymentOwner = new Uint32Array(this.firstPayment[invoices]);
    for (let row = 0; row < invoices; row++) this.paymentOwner.fill(row, this.firstPayment[row], this.firstPayment[row + 1]);
    const table = (kind: Kind, count: number, invoiceOf: (row: number) => number): Table =>
      new Table(kind, this.ids, count, (row) => this.firstUpdate(kind, row, invoiceOf(row)));
    this.invoices = table(Kind.invoice, invoices, (row) => row);
    this.payments = table(Kind.payment, this.paymentOwner.length, (row) => this.paymentOwner[row]);
    this.creditNotes = table(Kind.creditNote, noteCount(invoices), hostOf);
    this.contacts = table(Kind.contact, drawing.contacts, (row) => Math.floor((row * invoices) / drawing.contacts));
  }

  now(): number {
    return this.options.clock.now();
  }

  invoice(row: number): Invoice {
    const change = this.changes.invoices.get(row);
    const draft = this.draft(row, change);
    const payments = draft.plan.settlement === 'noteRefunded' ? [] : this.paymentsOf(draft);
    const allocation = this.allocationOn(draft);
    let amountPaid = 0;
    for (const payment of payments) if (!payment.deleted) amountPaid += payment.amount;
    const amountCredited = allocation?.amount ?? 0;
    const approval = change?.approval ?? draft.plan.approval;
    const dead = approval === 'VOIDED' || approval === 'DELETED';
    const amountDue = dead ? 0 : draft.total - amountPaid - amountCredited;
    const status: Status = approval !== 'APPROVED' ? approval : amountDue === 0 ? 'PAID' : 'AUTHORISED';
    const fullyPaid = approval === 'APPROVED' ? fullyPaidOn(draft, status, payments, allocation) : null;
    // The draft is ours alone, and writing into it costs half of what a copy does.
    return Object.assign(draft, { status, payments, allocation, amountPaid, amountCredited, amountDue, fullyPaid });
  }

  creditNote(row: number): CreditNote {
    const change = this.changes.creditNotes.get(row);
    const host = this.draft(hostOf(row), this.changes.invoices.get(hostOf(row)));
    const draft = { ...drawCreditNote(this.drawing, row, host), ...(change?.reference === undefined ? {} : { reference: change.reference }) };
    const approval = change?.approval ?? draft.approval;
    const approved = approval === 'APPROVED';
    const allocation = this.allocationOn(host);
    const refund = approved && draft.refunded ? (this.paymentsOf(host)[0] ?? null) : null;
    const remaining = approved ? draft.total - (allocation?.amount ?? 0) - (refund && !refund.deleted ? refund.amount : 0) : 0;
    const status = approved ? (remaining === 0 ? 'PAID' : 'AUTHORISED') : (approval as Status);
    const fullyPaid = status === 'PAID' ? (allocation?.allocated ?? refund?.paid ?? draft.issued) : null;
    return { ...draft, approval: approval as NoteDraft['approval'], status, allocation, refund, remaining, fullyPaid };
  }

  payment(row: number): Payment {
    const invoice = this.ownerOf(row);
    const found = this.paymentsOf(this.draft(invoice, this.changes.invoices.get(invoice))).find((payment) => payment.index === row);
    if (!found) throw new Error(`payment ${row} has no document`);
    return found;
  }

  /** The document that a payment belongs to. */
  ownerOf(payment: number): number {
    return this.paymentOwner[payment] ?? this.changes.payments.get(payment)!.invoice;
  }

  contact(row: number): Contact {
    const contact = this.drawing.contact(row);
    const change = this.changes.contacts.get(row);
    return change ? { ...contact, ...change } : contact;
  }

  contactName(row: number): string {
    return this.changes.contacts.get(row)?.name ?? contactName(this.drawing.options.seed, row);
  }

  isArchived(contact: number): boolean {
    return this.changes.contacts.get(contact)?.archived ?? isArchived(contact);
  }

  accountName(row: number): string {
    return this.changes.accountNames.get(row) ?? this.drawing.chart[row].name;
  }

  itemName(row: number): string {
    return this.changes.itemNames.get(row) ?? items[row].name;
  }

  /** The name of a tracking option by its place among all options. */
  optionName(option: number): string {
    return this.changes.optionNames.get(option) ?? optionNames[option];
  }

  /** The numbers of the payments of a document, generated ones first. */
  paymentRowsOf(invoice: number): number[] {
    const first = this.firstPayment[invoice] ?? 0;
    const count = invoice < this.drawing.options.invoices ? this.firstPayment[invoice + 1] - first : 0;
    return [...Array.from({ length: count }, (_, place) => first + place), ...(this.changes.paymentsOf.get(invoice) ?? [])];
  }

  private draft(row: number, change: DocumentChange | undefined): Draft {
    const draft = this.drawing.document(row, change?.issued ?? this.drawing.issuedOn(row));
    if (!change) return draft;
    const { reference, number, due, dearer } = change;
    if (reference !== undefined) draft.reference = reference;
    if (number !== undefined) draft.number = number;
    if (due !== undefined) draft.due = due;
    if (dearer) makeDearer(draft, dearer);
    return draft;
  }

  private paymentsOf(draft: Draft): Payment[] {
    const added = this.changes.paymentsOf.get(draft.index);
    if (draft.plan.payments === 0 && !added) return none;
    const { deletedPayments } = this.changes;
    const payments = draft.plan.payments === 0 ? [] : drawPayments(this.drawing, draft, this.firstPayment[draft.index]);
    for (const payment of payments) if (deletedPayments.has(payment.index)) payment.deleted = true;
    for (const index of added ?? []) {
      const { amount, paid } = this.changes.payments.get(index)!;
      payments.push(drawPayment(this.drawing, draft, { index, place: index % 8, amount, paid, deleted: deletedPayments.has(index) }));
    }
    return payments;
  }

  private allocationOn(host: Draft): Allocation | null {
    const note = host.index < this.drawing.options.invoices ? noteOf(host.index) : null;
    if (note === null || this.changes.unallocated.has(note) || !this.creditNotes.has(note)) return null;
    const { applied } = noteAmounts(host);
    return applied === 0 ? null : { note, invoice: host.index, amount: applied, allocated: noteDay(this.drawing, note, host) };
  }

  /** A few records claim to be untouched since 2008, a few share one instant, the rest changed in the weeks after their date. */
  private firstUpdate(kind: Kind, row: number, invoice: number): number {
    const { seed, anchor } = this.drawing.options;
    const dice = new Dice(seed, Kind.stamp, mix(kind, row, 1));
    const form = dice.below(100);
    if (form < 4) return 1_229_731_200_000 + dice.below(day);
    if (form < 7) return this.drawing.issuedOn(invoice - (invoice % 64)) * day + 12_345_678;
    const moment = (this.drawing.issuedOn(invoice) + dice.below(25)) * day + dice.below(day);
    return Math.min(moment, anchor - 60_000 - dice.below(3 * day));
  }
}

/** The day of the last settlement; on a re-opened document, the day of the deleted payment that once filled it. */
function fullyPaidOn(draft: Draft, status: Status, payments: Payment[], allocation: Allocation | null): number | null {
  const paid = status === 'PAID';
  let last = paid ? (allocation?.allocated ?? 0) : 0;
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
