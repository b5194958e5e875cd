import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.service.js';

/** Needs the global database and queue modules. */
@Module({ controllers: [HealthController], providers: [Readiness] })
export class HealthModule {}
