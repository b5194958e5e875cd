import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { EnvironmentFault, readEnv } from '#platform/env';
import { createLogger } from '#platform/logger';
import { Worker } from './worker.js';
import { WorkerModule } from './worker.module.js';

/** Jobs stop within 20 seconds; whatever hangs after this is taken over by another worker. */
const stopMs = 28_000;

async function start(): Promise<void> {
  const env = readEnv();
  const logger = createLogger('worker', env.logLevel);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(env, logger), { logger: false, abortOnError: false });
  stopOnSignals(() => app.close());
  await app.get(Worker).start();
  if (process.send) process.send({ ready: true });
  else process.stdout.write('{"ready": true}\n');
}

function stopOnSignals(close: () => Promise<void>): void {
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      setTimeout(() => process.exit(1), stopMs).unref();
      close().then(() => process.exit(0), () => process.exit(1));
    });
  }
}

start().catch((error: unknown) => {
  const sentence = error instanceof EnvironmentFault ? error.message : `The worker cannot start: ${error instanceof Error ? error.stack ?? error.message : String(error)}`;
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
});
