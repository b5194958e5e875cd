import { OrderIndex } from './order-index.js';
import type { Kind, RecordIds } from './record-ids.js';

/** The rows of one paged kind: when each changed, in what order they are served, and which have vanished. */
export class Table {
  private times: Float64Array | null = null;
  private sorted: OrderIndex | null = null;
  private readonly gone = new Set<number>();
  /** Is told of every row that is added or stamped. */
  onChange: (row: number, isNew: boolean) => void = () => {};
  /** Rows ever written, vanished ones included. */
  size: number;

  constructor(
    readonly kind: Kind,
    private readonly ids: RecordIds,
    count: number,
    private readonly firstUpdate: (row: number) => number,
  ) {
    this.size = count;
  }

  /** Drawn when first asked for: many books are never read in all their kinds. */
  private get updated(): Float64Array {
    if (this.times) return this.times;
    this.times = new Float64Array(this.size);
    for (let row = 0; row < this.size; row++) this.times[row] = this.firstUpdate(row);
    return this.times;
  }

  get order(): OrderIndex {
    this.sorted ??= new OrderIndex(this.size, (row) => this.updated[row], (row) => this.ids.sortKey(this.kind, row));
    return this.sorted;
  }

  id(row: number): string {
    return this.ids.id(this.kind, row);
  }

  /** The row of an id, or null when it never was or has vanished. */
  rowOf(id: string): number | null {
    const row = this.ids.indexOf(this.kind, id);
    return row === null || row >= this.size || this.gone.has(row) ? null : row;
  }

  has(row: number): boolean {
    return row < this.size && !this.gone.has(row);
  }

  /** Up to `count` rows that come after a row. */
  rowsAfter(row: number, count: number): number[] {
    return Array.from({ length: Math.min(count, this.size - row - 1) }, (_, step) => row + 1 + step).filter((candidate) => this.has(candidate));
  }

  /** The time of change in milliseconds. */
  updatedAt(row: number): number {
    return this.updated[row];
  }

  /** Gives a row a new time of change, which moves it in the order. */
  stamp(row: number, moment: number): void {
    this.order.remove(row);
    this.updated[row] = moment;
    this.order.insert(row);
    this.onChange(row, false);
  }

  add(moment: number): number {
    const { order } = this;
    const row = this.append(moment);
    order.insert(row);
    this.onChange(row, true);
    return row;
  }

  /** Passes the next row over, as if it had never been. */
  skip(): void {
    // The order has to be there before the row is, or it would take the row in.
    void this.order;
    this.gone.add(this.append(0));
  }

  private append(moment: number): number {
    // Before the row is there: it was not drawn.
    let { updated } = this;
    const row = this.size++;
    if (row === updated.length) {
      const larger = new Float64Array(Math.max(64, row * 2));
      larger.set(updated);
      this.times = updated = larger;
    }
    updated[row] = moment;
    return row;
  }

  /** Takes a row away without a trace, as no honest bookkeeper does but some integrations see. */
  vanish(row: number): void {
    this.order.remove(row);
    this.gone.add(row);
  }
}
