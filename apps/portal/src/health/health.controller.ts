import { Controller, Get } from '@nestjs/common';
import { Access } from '../http/access.js';
import { Readiness, type ReadyReport } from './readiness.service.js';

@Controller('health')
@Access('public')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs and answers. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Requests sent here can be served. */
  @Get('ready')
  ready(): Promise<ReadyReport> {
    return this.readiness.check();
  }
}
