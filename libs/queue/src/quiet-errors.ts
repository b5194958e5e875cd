import type { Logger } from 'pino';

/** A store that is away makes thousands of errors in a second; one line tells as much. */
const quietMs = 10_000;

interface Emitter {
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Logs the emitter's errors, at most one in ten seconds with the number of those left out. Without it an error would end the process. */
export function quietErrors<T extends Emitter>(emitter: T, logger: Logger, what: string, now: () => number = Date.now): T {
  let last = -Infinity;
  let unsaid = 0;
  emitter.on('error', (error) => {
    if (now() - last < quietMs) {
      unsaid += 1;
      return;
    }
    logger.warn({ err: error, unsaid }, `${what} error`);
    last = now();
    unsaid = 0;
  });
  return emitter;
}
