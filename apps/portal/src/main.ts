import 'reflect-metadata';
import { FirstOperator } from '#operators/first-operator';
import { EnvironmentFault, readEnv } from '#platform/env';
import { createLogger } from '#platform/logger';
import { isDatabaseAway } from './http/database-faults.js';
import { createPortal } from './portal.js';
import { tellParent } from './tell-parent.js';
import { findWebFolder } from './web/web-files.js';

async function start(): Promise<void> {
  const settings = readEnv();
  const logger = createLogger('portal', settings.logLevel);
  const app = await createPortal({ settings, logger, webFolder: findWebFolder() });
  stopOnSignals(() => app.close());
  const firstOperator = await app.get(FirstOperator).ensure(settings);
  tellParent({ firstOperator });
  if (firstOperator.warning) logger.warn(firstOperator.warning);
  await app.getHttpAdapter().getInstance().listen({ port: settings.port, host: settings.host });
  const { port } = app.getHttpServer().address() as { port: number };
  tellParent({ listening: port });
}

/** Requests that are being answered are answered; whatever is left after the grace is cut off. */
function stopOnSignals(close: () => Promise<void>): void {
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      setTimeout(() => process.exit(1), 25_000).unref();
      close().then(() => process.exit(0), () => process.exit(1));
    });
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof EnvironmentFault) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The portal cannot start: its port is taken. Stop what listens there, or set PORT to a free port.';
  }
  if (isDatabaseAway(error)) return 'The portal cannot start: the database that DATABASE_URL names cannot be reached.';
  return `The portal cannot start: ${error instanceof Error ? error.stack ?? error.message : String(error)}`;
}

start().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
});
