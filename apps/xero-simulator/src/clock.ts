/**
 * The simulator's only source of time: token lives, limit windows, `Date` headers and the books' change dates all ask it.
 * Tests move it forward; it never goes back, because Xero's own clock does not.
 */
export class Clock {
  private second = 0;
  private header = '';

  constructor(private offsetMs = 0) {}

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Whole seconds since 1970, the unit of every token claim. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  date(): Date {
    return new Date(this.now());
  }

  /** The value of an HTTP `Date` header; rendered once a second, because every answer carries it. */
  httpDate(): string {
    const second = this.seconds();
    if (second !== this.second) {
      this.second = second;
      this.header = new Date(second * 1000).toUTCString();
    }
    return this.header;
  }

  /** Moves time forward by a number of seconds. */
  advance(seconds: number): void {
    if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError('The clock only moves forward.');
    this.offsetMs += Math.round(seconds * 1000);
  }

  /** How far this clock is ahead of the machine's, in milliseconds. Kept in the state file. */
  get aheadMs(): number {
    return this.offsetMs;
  }
}
