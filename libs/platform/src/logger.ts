import { pino, type Logger } from 'pino';

/**
 * Logs are an allow-list: callers name the fields they log, and an error is reduced to its kind and message, because
 * an HTTP client's error object carries the request with its bearer token.
 */
export function createLogger(name: string, level = 'info'): Logger {
  return pino({
    name,
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: plainError, error: plainError },
  });
}

function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  return { type: error.name, message: error.message, stack: error.stack };
}
