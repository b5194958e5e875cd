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

  /** With plain SQL, for records. `settings` are of PostgreSQL, such as `enable_sort = off`. */
  async sql<T>(operatorId: string, work: (client: pg.ClientBase) => Promise<T>, settings: readonly string[] = []): Promise<T> {
    const { client, result } = await this.begun('begin', operatorId, work, settings);
    await end(client);
    return result;
  }

  /** Like `sql` for work that only reads. What was read is true however the transaction ends, so nobody waits for its end. */
  async read<T>(operatorId: string, work: (client: pg.ClientBase) => Promise<T>, settings: readonly string[] = []): Promise<T> {
    const { client, result } = await this.begun('begin read only', operatorId, work, settings);
    end(client).catch(() => undefined);
    return result;
  }

  /** Begin and settings travel in one message, and the first statement of the work right behind it. */
  private async begun<T>(begin: string, operatorId: string, work: (client: pg.ClientBase) => Promise<T>, settings: readonly string[]): Promise<{ client: pg.PoolClient; result: T }> {
    const operator = checked(operatorId);
    const client = await this.pool.connect();
    const beginning = client.query([begin, `set local app.operator = '${operator}'`, ...settings.map((setting) => `set local ${setting}`)].join('; '));
    const [begun, worked] = await Promise.allSettled([beginning, (async () => work(client))()]);
    if (begun.status === 'fulfilled' && worked.status === 'fulfilled') return { client, result: worked.value };
    client.release(await client.query('rollback').then(() => undefined, (failure: Error) => failure));
    throw begun.status === 'rejected' ? begun.reason : (worked as PromiseRejectedResult).reason;
  }
}

/** A connection whose transaction could not be ended is not used again. */
async function end(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
  client.release();
}

function checked(operatorId: string): string {
  if (!isUuid(operatorId)) throw new Error('Tenant work needs the id of an operator');
  return operatorId;
}
