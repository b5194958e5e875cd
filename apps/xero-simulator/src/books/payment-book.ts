import type { Books } from './books.js';
import type { PaymentTarget } from './changes.js';
import { refundCount, type AccountKind, type CreditDraft } from './credits-on-account.js';
import type { Draft } from './drawing.js';
import { creditCount, creditOf, hostOf } from './plan.js';
import { Kind } from './record-ids.js';
import { drawPayment, drawPayments, type Payment } from './settlement.js';
import type { Table } from './table.js';

const none: Payment[] = [];

/** All payments: those of documents and of credit notes' refunds first, then refunds of money on account, then what edits added. */
export class PaymentBook {
  readonly table: Table;
  private readonly first: Uint32Array;
  private readonly owner: Uint32Array;
  /** Credits with a generated refund, in the order of their payments. */
  private readonly refunded: { kind: AccountKind; row: number }[] = [];
  private readonly refundOf = new Map<string, number>();

  constructor(private readonly books: Books) {
    const { drawing } = books;
    const { invoices } = drawing.options;
    this.first = new Uint32Array(invoices + 1);
    for (let row = 0; row < invoices; row++) this.first[row + 1] = this.first[row] + drawing.plan(row).payments;
    this.owner = new Uint32Array(this.first[invoices]);
    for (let row = 0; row < invoices; row++) this.owner.fill(row, this.first[row], this.first[row + 1]);
    for (const kind of ['prepayment', 'overpayment'] as const) {
      for (let row = 0; row < creditCount(kind, invoices); row++) {
        if (refundCount(drawing, kind, row) === 0) continue;
        this.refundOf.set(`${kind}:${row}`, this.owner.length + this.refunded.length);
        this.refunded.push({ kind, row });
      }
    }
    const host = (row: number): number => {
      if (row < this.owner.length) return this.owner[row];
      const { kind, row: credit } = this.refunded[row - this.owner.length];
      return hostOf(kind, credit);
    };
    this.table = books.table(Kind.payment, this.owner.length + this.refunded.length, host);
  }

  payment(row: number): Payment {
    const { target, owner } = this.ownerOf(row);
    const found = this.of(target, owner).find((payment) => payment.index === row);
    if (!found) throw new Error(`payment ${row} has no document`);
    return found;
  }

  /** What a payment pays or gives back. */
  ownerOf(row: number): { target: PaymentTarget; owner: number } {
    if (row < this.owner.length) {
      const invoice = this.owner[row];
      const refund = this.books.drawing.plan(invoice).settlement === 'noteRefunded';
      return refund ? { target: 'creditNote', owner: creditOf('creditNote', invoice)! } : { target: 'invoice', owner: invoice };
    }
    const refund = this.refunded[row - this.owner.length];
    return refund ? { target: refund.kind, owner: refund.row } : this.books.changes.payments.get(row)!;
  }

  /** The numbers of the payments of a document, generated ones first. */
  rowsOf(invoice: number): number[] {
    const first = this.first[invoice] ?? 0;
    const count = invoice < this.books.drawing.options.invoices ? this.first[invoice + 1] - first : 0;
    return [...Array.from({ length: count }, (_, place) => first + place), ...(this.books.changes.paymentsOf.invoice.get(invoice) ?? [])];
  }

  ofInvoice(draft: Draft): Payment[] {
    const refund = draft.plan.settlement === 'noteRefunded';
    const generated = draft.plan.payments === 0 || refund ? none : drawPayments(this.books.drawing, draft, this.first[draft.index]);
    return this.withAdded(generated, 'invoice', draft.index, draft);
  }

  ofNote(host: Draft, note: number, draft: Draft): Payment[] {
    const generated = host.plan.settlement === 'noteRefunded' ? drawPayments(this.books.drawing, host, this.first[host.index]) : none;
    return this.withAdded(generated, 'creditNote', note, draft);
  }

  ofCredit(draft: CreditDraft, kind: AccountKind, row: number): Payment[] {
    const index = this.refundOf.get(`${kind}:${row}`);
    const refund = index === undefined ? none : [drawPayment(this.books.drawing, draft, { index, target: kind, owner: row, place: 0, amount: draft.refunded, deleted: false })];
    return this.withAdded(refund, kind, row, draft);
  }

  private of(target: PaymentTarget, owner: number): Payment[] {
    switch (target) {
      case 'invoice': return this.ofInvoice(this.books.origin(owner));
      case 'creditNote': return this.books.creditNote(owner).refunds;
      default: return this.books.credits.credit(target, owner).refunds;
    }
  }

  private withAdded(generated: Payment[], target: PaymentTarget, owner: number, draft: Draft): Payment[] {
    const { deletedPayments, paymentsOf, payments } = this.books.changes;
    const added = paymentsOf[target].get(owner);
    if (generated.length === 0 && !added) return none;
    const all = added ? [...generated] : generated;
    for (const index of added ?? []) {
      const { amount, paid, batch, given } = payments.get(index)!;
      if (given) all.push(this.given(draft, { index, target, owner, amount, paid, batch: batch ?? null, ...given }));
      else all.push(drawPayment(this.books.drawing, draft, { index, target, owner, place: index % 8, amount, paid, deleted: false, ...(batch === undefined ? {} : { batch }) }));
    }
    for (const payment of all) if (deletedPayments.has(payment.index)) payment.deleted = true;
    return all;
  }
  private given({ currency, plan }: Draft, payment: Omit<Payment, 'sales' | 'deleted' | 'rateShown'>): Payment {
    const foreign = currency !== this.books.drawing.options.edition.baseCurrency;
    return { ...payment, sales: plan.sales, deleted: false, rateShown: foreign ? 'rate' : 'one' };
  }
}
