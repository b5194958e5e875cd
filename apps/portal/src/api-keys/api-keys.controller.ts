import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { createApiKey, deleteApiKey, listApiKeys } from './api-keys.operations.js';
import { WireApiKeys } from './wire-api-keys.service.js';

@Controller('api')
export class ApiKeysController {
  constructor(private readonly keys: WireApiKeys) {}

  @Route(listApiKeys)
  list(@Operator() operator: OperatorContext, @Checked() _: Input<typeof listApiKeys>) {
    return this.keys.list(operator.operatorId);
  }

  @Route(createApiKey)
  create(@Operator() operator: OperatorContext, @Checked() { body }: Input<typeof createApiKey>) {
    return this.keys.create(operator.operatorId, body?.name ?? null);
  }

  @Route(deleteApiKey)
  remove(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof deleteApiKey>) {
    return this.keys.remove(operator.operatorId, params.apiKeyId);
  }
}
