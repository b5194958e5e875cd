import { Module } from '@nestjs/common';
import { OperatorsModule } from '#operators/operators.module';
import { IntegrationSettings } from './integration-settings.service.js';
import { IntegrationsController } from './integrations.controller.js';

@Module({ imports: [OperatorsModule], controllers: [IntegrationsController], providers: [IntegrationSettings] })
export class IntegrationsModule {}
