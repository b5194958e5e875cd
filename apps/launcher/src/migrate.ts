import { prepareBooks } from '#books/prepare-books';
import { migrate } from '#database/migrate';
import { requireServerEnv } from '#platform/env';
import { prepareQueue } from '#queue/prepare-queue';

/** Brings the database that DATABASE_URL names up to date: run once before portal and worker of a new version start. */
async function main(): Promise<void> {
  const { databaseUrl, encryptionKeys } = requireServerEnv(process.env);
  const done = await migrate(databaseUrl, encryptionKeys[0]);
  await prepareQueue(databaseUrl);
  await prepareBooks(databaseUrl);
  console.log(done.length > 0 ? `Migrated: ${done.join(', ')}` : 'The database is up to date.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
