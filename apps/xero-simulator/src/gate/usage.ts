/** What one app did with one organisation, or over all of them, since the last clearing. */
export interface Use {
  calls: number;
  /** Refused calls by the limit that they broke. They are not among `calls`. */
  refused: Record<string, number>;
  /** Calls that came before a Retry-After had passed. */
  early: number;
  /** Bodies of answers, without headers. */
  bytes: number;
  /** The same without `GET /Organisation`: what Xero's tiers count. */
  egressBytes: number;
  /** Everything that went out on the connection, headers and broken off answers included. */
  wireBytes: number;
  firstCall: string | null;
  lastCall: string | null;
}

export interface AppUse extends Use { organisations: Record<string, Use> }

interface Tally { use: Use; waitUntil: number }

/** An answer as it left. */
export interface Sent { bytes: number; wireBytes: number; free: boolean }

/** Counts calls, refusals, impatience and bytes per app and per organisation. */
export class Usage {
  private readonly apps = new Map<string, { whole: Tally; organisations: Map<string, Tally> }>();

  /** A call arrived, `now` in milliseconds. */
  arrived(clientId: string, tenantId: string, now: number): void {
    const { whole, organisations } = this.appOf(clientId);
    const tally = tallyIn(organisations, tenantId);
    if (now < Math.max(whole.waitUntil, tally.waitUntil)) for (const { use } of [whole, tally]) use.early += 1;
  }

  admitted(clientId: string, tenantId: string, now: number): void {
    const at = new Date(now).toISOString();
    for (const { use } of this.both(clientId, tenantId)) {
      use.calls += 1;
      use.firstCall ??= at;
      use.lastCall = at;
    }
  }

  /** A 429 was sent. The app's own minute holds back its calls to every organisation. */
  refused(clientId: string, tenantId: string, limit: string, waitUntil: number | null): void {
    const [whole, tally] = this.both(clientId, tenantId);
    for (const { use } of [whole, tally]) use.refused[limit] = (use.refused[limit] ?? 0) + 1;
    const held = limit === 'appminute' ? whole : tally;
    if (waitUntil !== null) held.waitUntil = Math.max(held.waitUntil, waitUntil);
  }

  sent(clientId: string, tenantId: string, { bytes, wireBytes, free }: Sent): void {
    for (const { use } of this.both(clientId, tenantId)) {
      use.bytes += bytes;
      use.wireBytes += wireBytes;
      if (!free) use.egressBytes += bytes;
    }
  }

  all(): Record<string, AppUse> {
    return Object.fromEntries([...this.apps].map(([clientId, { whole, organisations }]) => [
      clientId, { ...whole.use, organisations: Object.fromEntries([...organisations].map(([tenantId, { use }]) => [tenantId, use])) },
    ]));
  }

  clear(): void {
    this.apps.clear();
  }

  private both(clientId: string, tenantId: string): [Tally, Tally] {
    const { whole, organisations } = this.appOf(clientId);
    return [whole, tallyIn(organisations, tenantId)];
  }

  private appOf(clientId: string): { whole: Tally; organisations: Map<string, Tally> } {
    let app = this.apps.get(clientId);
    if (!app) this.apps.set(clientId, (app = { whole: newTally(), organisations: new Map() }));
    return app;
  }
}

function tallyIn(organisations: Map<string, Tally>, tenantId: string): Tally {
  let tally = organisations.get(tenantId);
  if (!tally) organisations.set(tenantId, (tally = newTally()));
  return tally;
}

function newTally(): Tally {
  return { use: { calls: 0, refused: {}, early: 0, bytes: 0, egressBytes: 0, wireBytes: 0, firstCall: null, lastCall: null }, waitUntil: 0 };
}
