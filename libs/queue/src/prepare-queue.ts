import { runMigrations } from 'bullmq';
import pg from 'pg';
import { applicationRole } from '#database/roles';

/** The queue's own schema of the application's database. */
export const queueSchema = 'bullmq';

/**
 * Lays or updates the queue's tables as the database's owner and lets the application's role use them. That role owns
 * nothing here either. Needed on PostgreSQL only; harmless when the queue lives on Redis. Run it after the database's own
 * migrations, which make the role, and before portal and worker start.
 */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await runMigrations(client, queueSchema);
    await client.query(`
      grant usage on schema ${queueSchema} to ${applicationRole};
      grant select, insert, update, delete on all tables in schema ${queueSchema} to ${applicationRole};
      grant usage, select on all sequences in schema ${queueSchema} to ${applicationRole};
      grant execute on all functions in schema ${queueSchema} to ${applicationRole};`);
  } finally {
    await client.end();
  }
}
