import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Optional } from '@nestjs/common';
import type { Limits, Remaining } from '#connector-kit/connector';
import { ConnectorError, type ConnectorErrorReason } from '#connector-kit/errors';
import { Tenants } from '#database/tenant';
import { createLogger } from '#platform/logger';
import { newId } from '#platform/ids';

/** What a call is for. A pull can wait; somebody waits for a person's call and for a write. */
export type Purpose = 'pull' | 'person' | 'write';

/** Who calls, and within what. */
export interface Caller {
  readonly purpose: Purpose;
  readonly operatorId: string;
  readonly appId: string;
  /** Null for a call in the name of the user alone: only the app's limit holds for it. */
  readonly organisationId: string | null;
  readonly limits: Limits;
  /** While it lasts, minute and day limits do not hold. */
  readonly lifted: { readonly from: Date; readonly until: Date } | null;
}

/** What a call brought to know. `throttled` when the platform refused it for a limit. */
export interface CallEnd {
  /** Of the answer's body, as far as the platform bills them. */
  readonly bytes: number;
  readonly remaining?: Remaining;
  readonly throttled?: ConnectorError;
}

/** A granted call. It must be finished; one whose worker dies ends by itself within `leaseMs`. */
export interface Ticket {
  finish(end: CallEnd): Promise<void>;
}

/** Lengths of the platform's windows. Tests shorten them. */
export interface Windows {
  readonly minuteMs: number;
  readonly dayMs: number;
  readonly leaseMs: number;
}

type LimitName = 'concurrent' | 'minute' | 'day' | 'appMinute' | 'other';

const reasons: Record<LimitName, ConnectorErrorReason> = {
  concurrent: 'concurrentLimit', minute: 'minuteLimit', day: 'dayLimit', appMinute: 'appMinuteLimit', other: 'otherLimit',
};

/**
 * The parts of the limits that pulls leave to persons and writes: one of 5 calls at once, 2 of 60 a minute, 500 of 5,000 a
 * day, 100 of the app's 10,000 a minute. What is left is 95 % of a minute and more.
 */
const reserves = { concurrent: 0.2, perMinute: 1 / 30, perDay: 0.1, perMinuteOfApp: 0.01 } as const;

const reserveOf = (name: keyof Limits, limits: Limits) => Math.floor(limits[name] * reserves[name]);

/** Longer waits are the worker's business: it parks the reading. A place among the concurrent calls comes free soon. */
const patienceMs = { short: 2_000, concurrent: 10_000 };

/**
 * Grants calls within a platform's limits, for all workers together.
 *
 * Xero's windows are fixed and start at a time that it does not tell, so that a counter with windows of our own would
 * pass the limit across an edge. Two lower bounds of what is left hold for any start, and a call may go when either
 * allows it:
 *
 * - *rolling*: a call counts from when it is granted until one whole window after its answer, since Xero has counted it
 *   at some moment between the two. Minutes are kept call by call; days in buckets of ten minutes, which costs under 1 %.
 * - *told*: an answer says how much is left of the window that Xero is in. From that we take every call that was under
 *   way with it or was granted later. A window that has ended since only makes the truth larger.
 *
 * The app's own minute is shared: once half of it is used, each organisation that wants more gets an equal part of it.
 *
 * Pulls stop when only the reserve of a limit is left, so that what somebody waits for is not behind them.
 * A pull that has come to the reserve of a day waits until the calls of the last 24 hours leave room, which is the latest
 * that Xero's own day can end: it tells how much is left of it, but not until when, unless it refuses a call.
 *
 * A refused call blocks its organisation (or the app) until `Retry-After`. The database's clock decides throughout.
 */
@Injectable()
export class CallBudget {
  private readonly log = createLogger('call-budget');
  private readonly windows: Windows;

  constructor(private readonly tenants: Tenants, @Optional() windows?: Windows) {
    this.windows = windows ?? { minuteMs: 60_000, dayMs: 86_400_000, leaseMs: 10_000 };
  }

  /** Waits a little where that is enough; otherwise throws ConnectorError `throttled` with the seconds to wait. */
  async take(caller: Caller): Promise<Ticket> {
    const began = performance.now();
    for (;;) {
      const id = newId();
      const { waitMs, limitedBy } = await this.ask(caller, id);
      if (limitedBy === null) return this.ticket(caller, id);
      const patience = limitedBy === 'concurrent' ? patienceMs.concurrent : patienceMs.short;
      if (performance.now() - began + waitMs > patience) {
        throw new ConnectorError('throttled', reasons[limitedBy], { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
      }
      await pause(waitMs * (1 + Math.random() / 2));
    }
  }

  private async ask({ operatorId, appId, organisationId, limits, lifted, purpose }: Caller, id: string): Promise<{ waitMs: number; limitedBy: LimitName | null }> {
    const { rows: [row] } = await this.tenants.sql(operatorId, (client) => client.query<{ wait_ms: number; limited_by: LimitName | null }>(
      `select wait_ms, limited_by from take_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11 * interval '1 millisecond', $12 * interval '1 millisecond', $13 * interval '1 millisecond', $14, $15, $16, $17, $18)`,
      [
        operatorId, appId, organisationId ?? '', id, limits.concurrent, limits.perMinute, limits.perDay, limits.perMinuteOfApp,
        lifted?.from ?? null, lifted?.until ?? null, this.windows.leaseMs, this.windows.minuteMs, this.windows.dayMs,
        ...(['perDay', 'perMinute', 'concurrent', 'perMinuteOfApp'] as const).map((name) => (purpose === 'pull' ? reserveOf(name, limits) : 0)),
        purpose !== 'pull',
      ]));
    return { waitMs: row.wait_ms, limitedBy: row.limited_by };
  }

  private ticket(caller: Caller, id: string): Ticket {
    const renewal = caller.organisationId === null ? undefined : setInterval(() => void this.renew(caller, id), this.windows.leaseMs / 3).unref();
    return {
      finish: async (end) => {
        clearInterval(renewal);
        // The answer is in hand: an unwritten end only keeps the place until its lease runs out.
        await this.finish(caller, id, end).catch((error: unknown) => this.log.warn({ error }, 'a call could not be metered'));
      },
    };
  }

  private async renew({ operatorId, appId, organisationId }: Caller, id: string): Promise<void> {
    await this.tenants.sql(operatorId, (client) => client.query(`
      update call_entry set expires_at = clock_timestamp() + $5 * interval '1 millisecond'
      where operator_id = $1 and app_id = $2 and organisation_id = $3 and id = $4 and finished_at is null`,
      [operatorId, appId, organisationId, id, this.windows.leaseMs])).catch(() => undefined);
  }

  private async finish({ operatorId, appId, organisationId }: Caller, id: string, { bytes, remaining, throttled }: CallEnd): Promise<void> {
    const limit = throttled && limitOf(throttled);
    await this.tenants.sql(operatorId, (client) => client.query(
      `select finish_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10 * interval '1 millisecond')`,
      [
        operatorId, appId, organisationId ?? '', id, bytes, remaining?.minute ?? null, remaining?.day ?? null,
        limit ?? null, throttled && limit ? blockedMs(throttled, limit) : null, this.windows.minuteMs,
      ]));
  }
}

function limitOf({ reason }: ConnectorError): LimitName {
  return (Object.keys(reasons) as LimitName[]).find((name) => reasons[name] === reason) ?? 'other';
}

/** Retry-After is in whole seconds and may be rounded down. It does not come with a refusal for too many calls at once. */
function blockedMs({ retryAfterSeconds }: ConnectorError, limit: LimitName): number {
  if (retryAfterSeconds !== undefined) return retryAfterSeconds * 1000 + 500;
  return Math.round(limit === 'concurrent' ? 500 + Math.random() * 1000 : 10_000 + Math.random() * 5_000);
}
