import pg from 'pg';
import type { DatabaseOptions } from './data-source.js';

/** A raw pool. A connection that breaks while idle is replaced by the pool; without a listener it would end the process. */
export function createSqlPool({ url, poolSize = 10, name = 'ledgerbridge' }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, application_name: name });
  pool.on('error', () => undefined);
  return pool;
}
