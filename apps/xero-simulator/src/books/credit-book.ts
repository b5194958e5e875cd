import type { Books } from './books.js';
import { allocationKey, creditKey, type Allocation } from './changes.js';
import { drawCredit, drawUses, modelCredit, type AccountKind, type CreditDraft } from './credits-on-account.js';
import { noteDay } from './credit-notes.js';
import type { Draft } from './drawing.js';
import type { Cents } from './money.js';
import { creditCount, creditKindOf, creditOf } from './plan.js';
import { Kind } from './record-ids.js';
import { noteAmounts, type Payment } from './settlement.js';
import type { Table } from './table.js';
import { copyOf } from './written.js';

/** A prepayment or overpayment as it stands now. */
export interface Credit extends CreditDraft {
  status: 'AUTHORISED' | 'PAID' | 'VOIDED';
  allocations: Allocation[];
  refunds: Payment[];
  remaining: Cents;
}

const none: Allocation[] = [];

/** Prepayments and overpayments, and the use of all kinds of credit on documents. */
export class CreditBook {
  readonly prepayments: Table;
  readonly overpayments: Table;

  constructor(private readonly books: Books) {
    this.prepayments = books.table(Kind.prepayment, this.generated('prepayment'), (row) => row * 25 + 3);
    this.overpayments = books.table(Kind.overpayment, this.generated('overpayment'), (row) => row * 25 + 7);
  }

  table(kind: AccountKind): Table {
    return kind === 'prepayment' ? this.prepayments : this.overpayments;
  }

  /** How many of a kind the seed made. */
  generated(kind: AccountKind): number {
    return creditCount(kind, this.books.drawing.options.invoices);
  }

  credit(kind: AccountKind, row: number): Credit {
    const draft = this.draft(kind, row);
    const allocations = this.allocationsFrom(kind, row, draft.applied);
    const refunds = this.books.settlements.ofCredit(draft, kind, row);
    let remaining = draft.voided ? 0 : draft.total;
    for (const { amount } of allocations) remaining -= amount;
    for (const { deleted, amount } of refunds) if (!deleted) remaining -= amount;
    return Object.assign(draft, { status: draft.voided ? 'VOIDED' as const : remaining === 0 ? 'PAID' as const : 'AUTHORISED' as const, allocations, refunds, remaining });
  }

  /** The credit without what was made of it. */
  draft(kind: AccountKind, row: number): CreditDraft {
    const change = this.books.changes.records[kind].get(row);
    const draft = this.plain(kind, row);
    if (!change) return draft;
    const { reference, issued, status } = change;
    if (reference !== undefined) draft.reference = reference;
    if (status === 'VOIDED') draft.voided = true;
    if (issued === undefined) return draft;
    return { ...draft, issued, rate: this.books.drawing.rate(draft.currency, issued) };
  }

  /** What of all credits is used on a document. */
  allocationsTo(document: Draft): Allocation[] {
    const generated = this.generatedTo(document);
    const added = this.books.changes.allocationsTo.get(document.index);
    if (generated.length === 0 && !added) return none;
    return this.live(added ? [...generated, ...added] : generated);
  }

  /** Where a credit is used: the generated allocations given, and those made later. */
  allocationsFrom(source: Allocation['source'], credit: number, generated: Allocation[]): Allocation[] {
    const added = this.books.changes.allocationsFrom.get(creditKey(source, credit)) ?? none;
    return this.live([...generated, ...added]);
  }

  /** The generated allocation of a credit note. */
  noteAllocations(note: number, host: Draft): Allocation[] {
    const { applied } = noteAmounts(host);
    return applied === 0 ? none : [{ source: 'creditNote', credit: note, place: 0, invoice: host.index, amount: applied, on: noteDay(this.books.drawing, note, host) }];
  }

  private plain(kind: AccountKind, row: number): CreditDraft {
    const { drawing, changes } = this.books;
    const written = changes.written[kind].get(row);
    if (written) return copyOf(written);
    if (row < this.generated(kind)) return drawCredit(drawing, kind, row);
    const { model = 0, issued = 0 } = changes.records[kind].get(row) ?? {};
    const document = drawing.document(model, issued);
    return modelCredit(drawing, kind, row, document, { total: Math.floor((document.total * 3) / 10), issued });
  }

  private generatedTo(document: Draft): Allocation[] {
    const { index } = document;
    if (index >= this.books.drawing.options.invoices) return none;
    const kind = creditKindOf(index);
    if (kind === 'creditNote') return this.noteAllocations(creditOf(kind, index)!, document);
    const { drawing } = this.books;
    if (kind !== null) return drawUses(drawing, kind, creditOf(kind, index)!, document).applied.filter(({ invoice }) => invoice === index);
    if (document.plan.settlement !== 'sharesCredit') return none;
    const shared = creditKindOf(index - 1) as AccountKind;
    const host = drawing.document(index - 1, drawing.issuedOn(index - 1));
    return drawUses(drawing, shared, creditOf(shared, index - 1)!, host).applied.filter(({ invoice }) => invoice === index);
  }

  private live(allocations: Allocation[]): Allocation[] {
    const { changes, creditNotes } = this.books;
    return allocations.filter((allocation) => !changes.unallocated.has(allocationKey(allocation)) &&
      (allocation.source === 'creditNote' ? creditNotes : this.table(allocation.source)).has(allocation.credit));
  }
}
