import { requireServerEnv } from '#platform/env';
import { resealSecrets } from './reseal-secrets.js';

/** Run with the new root key first and the old one after it in ENCRYPTION_KEY, which portal and workers must have too. */
async function main(): Promise<void> {
  const { databaseUrl, encryptionKeys } = requireServerEnv(process.env);
  const { resealed, current } = await resealSecrets(databaseUrl, encryptionKeys);
  console.log(`Sealed ${resealed} secrets again; ${current} were current already. Older keys can be removed from ENCRYPTION_KEY now.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
