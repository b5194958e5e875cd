import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createDataSource, type DatabaseOptions } from './data-source.js';
import { DatabaseShutdown } from './database-shutdown.js';
import { Directory } from './directory.js';
import { createSqlPool } from './sql-pool.js';
import { SqlPool, Tenants } from './tenant.js';

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: DataSource, useFactory: () => createDataSource(options).initialize() },
        { provide: SqlPool, useFactory: () => createSqlPool(options) },
        Tenants,
        Directory,
        DatabaseShutdown,
      ],
      exports: [DataSource, SqlPool, Tenants, Directory],
    };
  }
}
