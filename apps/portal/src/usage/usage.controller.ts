import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { listOrganisationUsage, listUsage } from './usage.operations.js';
import { Usage } from './usage.service.js';

@Controller('api')
export class UsageController {
  constructor(private readonly usage: Usage) {}

  @Route(listUsage)
  list(@Operator() operator: OperatorContext, @Checked() { query }: Input<typeof listUsage>) {
    return this.usage.ofApps(operator.operatorId, query);
  }

  @Route(listOrganisationUsage)
  organisations(@Operator() operator: OperatorContext, @Checked() { query }: Input<typeof listOrganisationUsage>) {
    return this.usage.ofOrganisations(operator.operatorId, query);
  }
}
