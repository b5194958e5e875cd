import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { SqlPool } from '#database/tenant';

/** Five times what a query may take by default. */
const longest = '5 minutes';

/**
 * Ends sessions of consumers' roles that would be a burden to all: transactions that never end keep PostgreSQL from clearing up,
 * and advisory locks are what our own work waits for. Limits that a role has by default it can lift itself.
 */
@Injectable()
export class StraySql {
  constructor(@Inject(SqlPool) private readonly pool: pg.Pool) {}

  async end(): Promise<void> {
    await this.pool.query('select directory.end_stray_sql($1)', [longest]);
  }
}
