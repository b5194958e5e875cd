import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Sends the framework's own messages to our log. Its start-up chatter is for debugging only. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, _stack?: string, context?: string): void {
    if (message instanceof Error) this.logger.error({ context, err: message }, 'framework error');
    else this.logger.error({ context }, String(message));
  }
}
