/**
 * The rows of one kind ordered by their time of change and then by id, which is Xero's default order. Kept as one flat
 * array: a page is a slice, and moving a row after an edit is two binary searches and a block move (0.3 ms at a million).
 */
export class OrderIndex {
  private rows: Uint32Array;
  private length: number;

  constructor(
    count: number,
    private readonly updated: (row: number) => number,
    private readonly tie: (row: number) => number,
  ) {
    this.rows = new Uint32Array(count);
    for (let row = 0; row < count; row++) this.rows[row] = row;
    this.rows.sort((a, b) => this.compare(a, b));
    this.length = count;
  }

  get count(): number {
    return this.length;
  }

  /** The row at a place of the ascending order. */
  at(place: number): number {
    return this.rows[place];
  }

  /** The first place whose row changed after that moment. */
  firstAfter(moment: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.updated(this.rows[middle]) > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Takes a row out; must be called before its time of change is overwritten. */
  remove(row: number): void {
    const place = this.placeOf(row);
    if (this.rows[place] !== row) throw new Error(`row ${row} is not in the order`);
    this.rows.copyWithin(place, place + 1, this.length);
    this.length--;
  }

  /** Puts a row where its time of change, already written, belongs. */
  insert(row: number): void {
    if (this.length === this.rows.length) {
      const larger = new Uint32Array(Math.max(64, this.rows.length * 2));
      larger.set(this.rows);
      this.rows = larger;
    }
    const place = this.placeOf(row);
    this.rows.copyWithin(place + 1, place, this.length);
    this.rows[place] = row;
    this.length++;
  }

  private placeOf(row: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(this.rows[middle], row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(a: number, b: number): number {
    return this.updated(a) - this.updated(b) || this.tie(a) - this.tie(b);
  }
}
