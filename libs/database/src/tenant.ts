import { Inject, Injectable } from '@nestjs/common';
import { isUuid } from '#platform/ids';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';

/** Token of the raw pool for the hot paths, where TypeORM's overhead counts. */
export const SqlPool = Symbol('SqlPool');

/**
 * The only way to work with a tenant's rows. Each call is one transaction in which the operator is set locally, so that
 * row level security shows that operator's rows and a connection goes back to the pool with nothing set.
 */
@Injectable()
export class Tenants {
  constructor(private readonly dataSource: DataSource, @Inject(SqlPool) private readonly pool: pg.Pool) {}

  /** With TypeORM, for configuration and control. `settings` are of PostgreSQL, such as `statement_timeout = 1000`. */
  run<T>(operatorId: string, work: (manager: EntityManager) => Promise<T>, settings: readonly string[] = []): Promise<T> {
    const operator = checked(operatorId);
    return this.dataSource.transaction(async (manager) => {
      await manager.query("select set_config('app.operator', $1, true)", [operator]);
      for (const setting of settings) await manager.query(`set local ${setting}`);
      return work(manager);
    });
  }

  /** With plain SQL, for records. Begin and settings travel in one message; `settings` are of PostgreSQL, such as `enable_sort = off`. */
  async sql<T>(operatorId: string, work: (client: pg.ClientBase) => Promise<T>, settings: readonly string[] = []): Promise<T> {
    const operator = checked(operatorId);
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(['begin', `set local app.operator = '${operator}'`, ...settings.map((setting) => `set local ${setting}`)].join('; '));
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => { broken = failure; });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

function checked(operatorId: string): string {
  if (!isUuid(operatorId)) throw new Error('Tenant work needs the id of an operator');
  return operatorId;
}
