import type { Books } from './books.js';
import type { Cents } from './money.js';
import { batchCount, batchMembers } from './plan.js';
import { Kind } from './record-ids.js';
import type { Payment } from './settlement.js';
import type { Table } from './table.js';

/** Several documents of one side paid by one movement on the bank account. */
export interface Batch {
  sales: boolean;
  deleted: boolean;
  account: number;
  paid: number;
  total: Cents;
  reconciled: boolean;
  members: Payment[];
}

export class BatchBook {
  readonly table: Table;

  constructor(private readonly books: Books) {
    const { invoices, seed } = books.drawing.options;
    this.table = books.table(Kind.batch, batchCount(invoices), (row) => batchMembers(seed, row).first);
  }

  /** A batch lives and dies with its members. */
  batch(row: number): Batch {
    const members = this.memberRows(row).map((payment) => this.books.payment(payment));
    const [{ sales, account, paid, reconciled }] = members;
    const total = members.reduce((sum, { amount }) => sum + amount, 0);
    return { sales, account, paid, reconciled, members, total, deleted: members.every(({ deleted }) => deleted) };
  }

  memberRows(row: number): number[] {
    const added = this.books.changes.batches.get(row);
    if (added) return added;
    const { invoices, seed } = this.books.drawing.options;
    const { first, size } = batchMembers(seed, row);
    const documents = Array.from({ length: Math.min(size, invoices - first) }, (_, place) => first + place);
    return documents.map((document) => this.books.settlements.rowsOf(document)[0]);
  }
}
