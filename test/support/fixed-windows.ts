/** Counts as Xero does: in windows of one length that start when they like. Records what it had to refuse. */
export class FixedWindows {
  refused = 0;
  granted = 0;
  private readonly used = new Map<number, number>();

  constructor(private readonly limit: number, private readonly lengthMs: number, private readonly startsAt: number) {}

  /** Counts a call at `moment`. Returns what is left of the window; 0 also for a refused call. */
  call(moment: number): number {
    const window = Math.floor((moment - this.startsAt) / this.lengthMs);
    const used = (this.used.get(window) ?? 0) + 1;
    if (used > this.limit) {
      this.refused += 1;
      return 0;
    }
    this.granted += 1;
    this.used.set(window, used);
    return this.limit - used;
  }
}
