import { requireServerEnv } from '#platform/env';
import { orderRemappings } from './order-remappings.js';

/** Run after an upgrade that reads what could not be read before. Arguments: data types; none for all. */
async function main(): Promise<void> {
  const { databaseUrl } = requireServerEnv(process.env);
  const connections = await orderRemappings(databaseUrl, process.argv.slice(2));
  console.log(`Records of ${connections} connections will be mapped again by the workers.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
