import type { FakePlatform } from './fake-platform.js';

const stamped = ['insert', 'edit', 'void', 'delete', 'archive', 'redate'] as const;
const unstamped = ['edit', 'void', 'archive', 'redate', 'vanish', 'restore'] as const;

/** Invoices that somebody works on. The same seed gives the same changes at the same calls. */
export class MovingBooks {
  /** Changed without a date of change since it was last said so. */
  readonly unseen = new Set<string>();
  private created = 0;
  private readonly archive = new Map<string, ReturnType<FakePlatform['put']>>();

  constructor(private readonly platform: FakePlatform, private state: number) {}

  /** 0 to `sides` - 1. */
  roll(sides: number): number {
    this.state = (this.state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.state / 2_147_483_648) * sides);
  }

  insert(): void {
    this.created += 1;
    this.platform.put('Invoices', `i${this.created}`, { number: `INV-${this.created}` });
  }

  /** One change that is stamped. */
  change(): void {
    const kind = stamped[this.roll(stamped.length)];
    if (kind === 'insert') return this.insert();
    const id = this.anyId();
    this.unseen.delete(id);
    this.platform.put('Invoices', id, this.fields(kind));
  }

  /** One change that leaves no trace in any date. */
  changeUnstamped(): void {
    const kind = unstamped[this.roll(unstamped.length)];
    const [restored] = this.archive;
    if (kind === 'restore' && restored) {
      this.archive.delete(restored[0]);
      this.platform.list('Invoices').set(...restored);
      this.unseen.add(restored[0]);
      return;
    }
    const id = this.anyId();
    this.unseen.add(id);
    if (kind === 'vanish') {
      this.archive.set(id, this.platform.list('Invoices').get(id)!);
      this.platform.remove('Invoices', id);
    } else {
      this.platform.putUnstamped('Invoices', id, this.fields(kind));
    }
  }

  /** What a faithful copy serves, by id. */
  truth(): Map<string, string> {
    return new Map([...this.platform.list('Invoices').values()].filter((native) => !native['deleted'])
      .map((native) => [native.id, [native['number'], native['date'] ?? '2026-11-01T00:00:00', native['status'] ?? 'Submitted'].join(' ')]));
  }

  private anyId(): string {
    const ids = [...this.platform.list('Invoices').keys()];
    return ids[this.roll(ids.length)];
  }

  private fields(kind: string): object {
    switch (kind) {
      case 'void': return { status: 'Void' };
      case 'delete': return { deleted: true };
      case 'archive': return { status: 'Paid' };
      case 'redate': return { date: `2026-${String(1 + this.roll(12)).padStart(2, '0')}-15T00:00:00` };
      default: return { number: `EDIT-${this.roll(1_000_000)}` };
    }
  }
}
