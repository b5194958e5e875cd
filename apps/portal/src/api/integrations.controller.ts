import { Controller } from '@nestjs/common';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getBranding, getIntegration, listIntegrations } from './integrations.operations.js';
import type { Input } from './operation.js';
import { PlatformIntegrations } from './platform-integrations.service.js';
import { Checked, Route } from './route.js';

@Controller('api')
export class IntegrationsController {
  constructor(private readonly integrations: PlatformIntegrations) {}

  @Route(listIntegrations)
  list(@Operator() operator: OperatorContext, @Checked() { query }: Input<typeof listIntegrations>) {
    return this.integrations.list(operator, query);
  }

  @Route(getIntegration)
  get(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getIntegration>) {
    return this.integrations.get(operator, params.platformKey);
  }

  @Route(getBranding)
  branding(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getBranding>) {
    return this.integrations.branding(operator, params.platformKey);
  }
}
