import { Inject, Injectable } from '@nestjs/common';
import { migrations } from '#database/migrations';
import { SqlPool } from '#database/tenant';
import { unavailable } from '#platform/errors';
import { Queue } from '#queue/queue';
import type pg from 'pg';

export interface ReadyReport {
  status: 'ok';
}

const patienceMs = 3_000;

/** What must work before a request is worth sending here. */
@Injectable()
export class Readiness {
  constructor(@Inject(SqlPool) private readonly pool: pg.Pool, private readonly queue: Queue) {}

  /** Throws `unavailable`, naming what is missing and nothing about why. */
  async check(): Promise<ReadyReport> {
    await orUnavailable(this.database(), 'The database cannot be reached or has not been migrated.');
    await orUnavailable(this.queue.ping(), 'The queue cannot be reached.');
    return { status: 'ok' };
  }

  private async database(): Promise<void> {
    const { rows } = await this.pool.query<{ name: string }>('select name from migrations');
    const done = new Set(rows.map(({ name }) => name));
    if (migrations.some(({ name }) => !done.has(name))) throw new Error('The database has not been migrated');
  }
}

async function orUnavailable(check: Promise<void>, sentence: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(sentence)), patienceMs);
  });
  try {
    await Promise.race([check, tooLong]);
  } catch {
    throw unavailable(sentence);
  } finally {
    clearTimeout(timer);
    check.catch(() => undefined);
  }
}
