import { Inject, Injectable } from '@nestjs/common';
import { SqlPool } from '#database/tenant';
import { tooMany } from '#platform/errors';
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

const windowSeconds = 15 * 60;

/** Failed sign-ins allowed in a window. Per address and e-mail it stops guessing one account; the others, spraying. */
const allowed = { pair: 10, address: 100, email: 100 };

type Counter = keyof typeof allowed;

/**
 * Slows down guessing of passwords. The counts are in PostgreSQL, so that more portal processes do not mean more
 * guesses. Keys are hashed: what people type into the e-mail field is not kept.
 */
@Injectable()
export class LoginThrottle {
  private readonly limiters: Record<Counter, RateLimiterPostgres>;

  constructor(@Inject(SqlPool) pool: pg.Pool) {
    const limiter = (name: Counter) => new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'login_throttle',
      tableCreated: true,
      keyPrefix: name,
      points: allowed[name],
      duration: windowSeconds,
    });
    this.limiters = { pair: limiter('pair'), address: limiter('address'), email: limiter('email') };
  }

  /** Counts an attempt before its password is checked, so that attempts sent at once all count. */
  async attempt(address: string, email: string): Promise<void> {
    try {
      for (const [counter, key] of keys(address, email)) await this.limiters[counter].consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw tooMany('Too many sign-ins failed. Wait a while, then try again.', Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    }
  }

  /** Takes a successful attempt back: only failures count. */
  async succeeded(address: string, email: string): Promise<void> {
    for (const [counter, key] of keys(address, email)) {
      if (counter === 'pair') await this.limiters.pair.delete(key);
      else await this.limiters[counter].reward(key);
    }
  }
}

function keys(address: string, email: string): [Counter, string][] {
  const account = email.trim().toLowerCase();
  return [['pair', digest(`${address} ${account}`)], ['address', digest(address)], ['email', digest(account)]];
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
