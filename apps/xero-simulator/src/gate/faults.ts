import { randomUUID } from 'node:crypto';

/** What can go wrong on demand. The ones after `loseAnswer` let the call do its work and spoil only the answer. */
export const faultKinds = [
  'organisationOffline',
  'maintenance',
  'maintenanceHtml',
  'unavailable',
  'serverError',
  'gatewayTimeout',
  'forbidden',
  'missingScope',
  'missingRole',
  'tokenExpired',
  'throttled',
  'delay',
  'hang',
  'reset',
  'answer',
  'loseAnswer',
  'hangAfter',
  'serverErrorAfter',
  'truncate',
  'truncateQuietly',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultOrder {
  kind: FaultKind;
  /** A regular expression on the path without its query; every path when left out. */
  path?: string | undefined;
  method?: string | undefined;
  tenantId?: string | undefined;
  /** How many calls it strikes; null for all until it is removed. */
  times: number | null;
  /** How many matching calls pass before the first strike. */
  skip: number;
  delayMs: number;
  /** For `throttled`: which limit, and its Retry-After. */
  limit?: string | undefined;
  retryAfterSeconds?: number | null | undefined;
  /** For `answer`: exactly this instead of the real one. */
  status?: number | undefined;
  body?: string | undefined;
  contentType?: string | undefined;
}

export interface Fault extends FaultOrder {
  id: string;
  struck: number;
}

/** The faults that wait for their calls, oldest order first. */
export class Faults {
  private waiting: (Fault & { pattern: RegExp })[] = [];

  add(order: FaultOrder): Fault {
    const fault = { ...order, id: randomUUID(), struck: 0, pattern: new RegExp(order.path ?? '', 'i') };
    this.waiting.push(fault);
    return fault;
  }

  list(): Fault[] {
    return this.waiting.map(({ pattern: _pattern, ...fault }) => fault);
  }

  remove(id: string): boolean {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter((fault) => fault.id !== id);
    return this.waiting.length < before;
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that strikes this call, counted as used. */
  take(method: string, path: string, tenantId: string | undefined): Fault | null {
    for (const fault of this.waiting) {
      if (fault.method !== undefined && fault.method !== method) continue;
      if (fault.tenantId !== undefined && fault.tenantId !== tenantId) continue;
      if (!fault.pattern.test(path)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.struck += 1;
      if (fault.times !== null && fault.struck >= fault.times) this.remove(fault.id);
      return fault;
    }
    return null;
  }
}
