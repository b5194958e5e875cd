import pg from 'pg';
import { type DatabaseOptions, sessionLimits } from './data-source.js';

/**
 * A raw pool. Statements of one connection travel as soon as they are asked for and not only when the one before was answered. A
 * connection that breaks is replaced by the pool; without listeners it would end the process, whether it was idle or in use.
 */
export function createSqlPool({ url, poolSize = 10, name = 'ledgerbridge' }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, application_name: name, pipeline: true, ...sessionLimits });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
