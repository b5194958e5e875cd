import { DataSource } from 'typeorm';
import { entities } from './entities.js';
import { migrations } from './migrations.js';

export interface DatabaseOptions {
  url: string;
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  name?: string;
}

/**
 * What every connection of ours begins with. A process that is frozen or cut off in the middle of a transaction holds its
 * rows, and so holds up whoever takes its work over: the database ends that transaction after this. Work between two
 * statements takes milliseconds.
 */
export const sessionLimits = { idle_in_transaction_session_timeout: 20_000 } as const;

/** A connection pool for TypeORM. The schema changes by migrations only, in tests too. */
export function createDataSource({ url, poolSize = 10, name = 'ledgerbridge' }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName: name,
    extra: sessionLimits,
    entities,
    migrations,
    synchronize: false,
    migrationsRun: false,
    logging: false,
  });
}
