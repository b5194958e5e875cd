/** Named tallies of what happened, for tests to read: exchanges, refusals, answers by path and status. */
export class Counters {
  private readonly counts = new Map<string, number>();

  add(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  clear(): void {
    this.counts.clear();
  }

  all(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => a.localeCompare(b)));
  }
}
