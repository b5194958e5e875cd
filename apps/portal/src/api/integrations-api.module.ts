import { Module } from '@nestjs/common';
import { IntegrationsController } from './integrations.controller.js';
import { PlatformIntegrations } from './platform-integrations.service.js';

@Module({ controllers: [IntegrationsController], providers: [PlatformIntegrations] })
export class IntegrationsApiModule {}
