import type { Clock } from '../clock.js';

/** How large and how long the windows are. Tests make them smaller and shorter, so that many pass within seconds. */
export interface LimitSizes {
  concurrent: number;
  perMinute: number;
  /** Null: what the app's tier says. */
  perDay: number | null;
  perAppMinute: number;
  minuteSeconds: number;
  daySeconds: number;
}

/** Xero's own. */
export const xeroSizes: LimitSizes = { concurrent: 5, perMinute: 60, perDay: null, perAppMinute: 10_000, minuteSeconds: 60, daySeconds: 24 * 3600 };

export type LimitName = 'concurrent' | 'minute' | 'day' | 'appminute';

/** A call that may go on; `leave` must be called once when its answer is out. */
export interface Admitted {
  remaining: Remaining;
  leave(): void;
}

export interface Exceeded {
  limit: LimitName;
  /** Whole seconds until the window ends; null for the concurrent limit, which has none. */
  retryAfterSeconds: number | null;
  remaining: Remaining;
}

/** What the X-…-Remaining headers say. */
export interface Remaining {
  day: number;
  minute: number;
  appMinute: number;
}

/** A window of fixed length that opens with its first call, so that every organisation's starts at another moment. */
class Window {
  private endsAt = 0;
  private used = 0;

  constructor(private readonly seconds: () => number) {}

  remaining(limit: number, now: number): number {
    return now >= this.endsAt ? limit : Math.max(0, limit - this.used);
  }

  take(now: number): void {
    if (now >= this.endsAt) {
      this.endsAt = now + this.seconds() * 1000;
      this.used = 0;
    }
    this.used += 1;
  }

  secondsLeft(now: number): number {
    return Math.max(1, Math.ceil((this.endsAt - now) / 1000));
  }
}

interface OrganisationUse {
  inProgress: number;
  minute: Window;
  day: Window;
}

/** Xero's four limits: three for an app and organisation, one for the app over all of them. */
export class CallLimits {
  private readonly organisations = new Map<string, OrganisationUse>();
  private readonly apps = new Map<string, Window>();
  private peak = 0;
  private sizes: LimitSizes;

  constructor(
    private readonly clock: Clock,
    private enforced: boolean,
    sizes: Partial<LimitSizes> = {},
  ) {
    this.sizes = { ...xeroSizes, ...sizes };
  }

  get size(): LimitSizes {
    return this.sizes;
  }

  /** A new length holds from the next window on. */
  resize(sizes: Partial<LimitSizes>): void {
    this.sizes = { ...this.sizes, ...sizes };
  }

  get enforcing(): boolean {
    return this.enforced;
  }

  /** The most calls that one organisation ever had in progress at once, refused ones not counted. */
  get peakInProgress(): number {
    return this.peak;
  }

  enforce(enforced: boolean): void {
    this.enforced = enforced;
  }

  /** Forgets what was used, as if every window had just ended. Calls in progress stay counted. */
  reset(): void {
    for (const use of this.organisations.values()) Object.assign(use, this.newWindows());
    this.apps.clear();
    this.peak = 0;
  }

  /** Counts a call to an organisation, or tells which limit it would break. A refused call uses nothing up. */
  enter(clientId: string, tenantId: string, tierCallsPerDay: number, rapidSync: boolean): Admitted | Exceeded {
    const now = this.clock.now();
    const { concurrent, perMinute, perAppMinute } = this.sizes;
    const perDay = this.sizes.perDay ?? tierCallsPerDay;
    const use = this.useOf(clientId, tenantId);
    const app = this.appWindow(clientId);
    const remaining = () => ({
      day: use.day.remaining(perDay, now),
      minute: use.minute.remaining(perMinute, now),
      appMinute: app.remaining(perAppMinute, now),
    });
    const before = remaining();
    const broken = this.enforced ? brokenLimit(use.inProgress >= concurrent, before, rapidSync) : null;
    if (broken !== null) return { limit: broken, retryAfterSeconds: this.retryAfter(broken, use, app, now), remaining: before };
    use.inProgress += 1;
    this.peak = Math.max(this.peak, use.inProgress);
    app.take(now);
    if (!rapidSync) {
      use.minute.take(now);
      use.day.take(now);
    }
    let left = false;
    const leave = () => {
      if (!left) use.inProgress -= 1;
      left = true;
    };
    return { remaining: remaining(), leave };
  }

  /** Counts a call that concerns no organisation, such as `/connections`. */
  enterApp(clientId: string): { appMinute: number } | Exceeded {
    const now = this.clock.now();
    const app = this.appWindow(clientId);
    const appMinute = app.remaining(this.sizes.perAppMinute, now);
    if (this.enforced && appMinute === 0) return { limit: 'appminute', retryAfterSeconds: app.secondsLeft(now), remaining: { day: 0, minute: 0, appMinute } };
    app.take(now);
    return { appMinute: app.remaining(this.sizes.perAppMinute, now) };
  }

  private retryAfter(limit: LimitName, use: OrganisationUse, app: Window, now: number): number | null {
    if (limit === 'concurrent') return null;
    return { minute: use.minute, day: use.day, appminute: app }[limit].secondsLeft(now);
  }

  private useOf(clientId: string, tenantId: string): OrganisationUse {
    const key = `${clientId} ${tenantId}`;
    let use = this.organisations.get(key);
    if (!use) this.organisations.set(key, (use = { inProgress: 0, ...this.newWindows() }));
    return use;
  }

  private newWindows(): Pick<OrganisationUse, 'minute' | 'day'> {
    return { minute: new Window(() => this.sizes.minuteSeconds), day: new Window(() => this.sizes.daySeconds) };
  }

  private appWindow(clientId: string): Window {
    let window = this.apps.get(clientId);
    if (!window) this.apps.set(clientId, (window = new Window(() => this.sizes.minuteSeconds)));
    return window;
  }
}

/** Rapid Sync lifts the minute and the day, never the other two. */
function brokenLimit(crowded: boolean, remaining: Remaining, rapidSync: boolean): LimitName | null {
  if (crowded) return 'concurrent';
  if (remaining.appMinute === 0) return 'appminute';
  if (rapidSync) return null;
  if (remaining.day === 0) return 'day';
  return remaining.minute === 0 ? 'minute' : null;
}
