import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { addRequests } from './request-counts.js';

/** Token of how many requests a day an operator has for each linked company, and once besides; 0 for no limit. */
export const RequestsPerCompany = Symbol('RequestsPerCompany');

export interface Quota {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetsAt: Date;
}

interface Tally {
  day: string;
  linked: number;
  /** Of all portals, when this one last looked. */
  shared: number;
  /** Counted here and not yet added to the others. */
  own: number;
  timer?: NodeJS.Timeout | undefined;
}

const shareEveryMs = 1_000;
const dayMs = 86_400_000;

/**
 * Requests per operator and day (UTC): so many for each company that is linked, and as many once besides. A portal counts
 * in memory and adds what it counted to the row of all portals once a second, so that a request waits for the database
 * only when it is the day's first here. Within that second portals do not see each other's requests; one that dies takes
 * its last second's count with it.
 */
@Injectable()
export class DailyRequests implements OnModuleDestroy {
  private readonly tallies = new Map<string, { day: string; tally: Promise<Tally> }>();

  constructor(private readonly tenants: Tenants, @Inject(RequestsPerCompany) private readonly perCompany: number) {}

  /** Counts a request, unless it is one too many. Undefined when there is no limit. */
  async take(operatorId: string, now = Date.now()): Promise<Quota | undefined> {
    if (this.perCompany === 0) return undefined;
    const tally = await this.tallyOf(operatorId, new Date(now).toISOString().slice(0, 10));
    const limit = this.limitOf(tally.linked);
    const left = limit - tally.shared - tally.own;
    if (left > 0) tally.own += 1;
    tally.timer ??= setTimeout(() => void this.share(operatorId, tally), shareEveryMs).unref();
    return { allowed: left > 0, limit, remaining: Math.max(0, left - 1), resetsAt: new Date(Math.floor(now / dayMs + 1) * dayMs) };
  }

  async onModuleDestroy(): Promise<void> {
    for (const [operatorId, { tally }] of this.tallies) await tally.then((known) => this.share(operatorId, known), () => undefined);
  }

  private limitOf(linked: number): number {
    return this.perCompany * (1 + linked);
  }

  private tallyOf(operatorId: string, day: string): Promise<Tally> {
    const known = this.tallies.get(operatorId);
    if (known?.day === day) return known.tally;
    const tally = this.load(operatorId, day);
    this.tallies.set(operatorId, { day, tally });
    tally.catch(() => this.tallies.delete(operatorId));
    return tally;
  }

  private async load(operatorId: string, day: string): Promise<Tally> {
    const { used: shared, linked } = await addRequests(this.tenants, { operatorId, day }, 0, (companies) => this.limitOf(companies));
    return { day, shared, linked, own: 0 };
  }

  /** What cannot be added now is added a second after the next request. */
  private async share(operatorId: string, tally: Tally): Promise<void> {
    clearTimeout(tally.timer);
    tally.timer = undefined;
    const count = tally.own;
    tally.own = 0;
    tally.shared += count;
    try {
      const { used, linked } = await addRequests(this.tenants, { operatorId, day: tally.day }, count, (companies) => this.limitOf(companies));
      tally.shared = used;
      tally.linked = linked;
    } catch {
      // The database is away, which every request that needs it is told.
      tally.shared -= count;
      tally.own += count;
    }
  }
}
