import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { Access } from '../http/access.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { IntegrationSettings, type IntegrationSummary, type IntegrationView } from './integration-settings.service.js';

@Controller('portal/api/integrations')
@Access('session')
export class IntegrationsController {
  constructor(private readonly integrations: IntegrationSettings) {}

  @Get()
  list(@Operator() { operatorId }: OperatorContext): Promise<{ results: IntegrationSummary[] }> {
    return this.integrations.list(operatorId);
  }

  @Get(':key')
  get(@Operator() { operatorId }: OperatorContext, @Param('key') key: string): Promise<IntegrationView> {
    return this.integrations.get(operatorId, key);
  }

  @Put(':key')
  save(@Operator() { operatorId }: OperatorContext, @Param('key') key: string, @Body() body: unknown): Promise<IntegrationView> {
    return this.integrations.save(operatorId, key, body);
  }

  @Put(':key/enabled')
  setEnabled(@Operator() { operatorId }: OperatorContext, @Param('key') key: string, @Body() body: unknown): Promise<IntegrationView> {
    return this.integrations.setEnabled(operatorId, key, body);
  }
}
