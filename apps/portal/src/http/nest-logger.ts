import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Sends the framework's own messages to our log. Its start-up chatter is for debugging only. */
export class NestLogger implements LoggerService {
  private started = false;

  constructor(private readonly logger: Logger) {}

  /** Until then a failure ends the start, and whoever started it is told in one sentence. */
  hasStarted(): void {
    this.started = true;
  }

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, _stack?: string, context?: string): void {
    if (!this.started) this.logger.debug({ context }, String(message));
    else if (message instanceof Error) this.logger.error({ context, err: message }, 'framework error');
    else this.logger.error({ context }, String(message));
  }
}
