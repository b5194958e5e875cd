import { DataSource } from 'typeorm';
import { entities } from './entities.js';
import { migrations } from './migrations.js';

export interface DatabaseOptions {
  url: string;
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  name?: string;
}

/** A connection pool for TypeORM. The schema changes by migrations only, in tests too. */
export function createDataSource({ url, poolSize = 10, name = 'ledgerbridge' }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName: name,
    entities,
    migrations,
    synchronize: false,
    migrationsRun: false,
    logging: false,
  });
}
