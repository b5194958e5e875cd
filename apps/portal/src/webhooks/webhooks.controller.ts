import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { createWebhook, deleteWebhook, listWebhooks, replaceWebhookSecret, updateWebhook } from './webhooks.operations.js';
import { Webhooks } from './webhooks.service.js';

@Controller('api')
export class WebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  @Route(listWebhooks)
  list(@Operator() { operatorId }: OperatorContext, @Checked() _: Input<typeof listWebhooks>) {
    return this.webhooks.list(operatorId);
  }

  @Route(createWebhook)
  create(@Operator() { operatorId }: OperatorContext, @Checked() { body }: Input<typeof createWebhook>) {
    return this.webhooks.create(operatorId, body);
  }

  @Route(updateWebhook)
  update(@Operator() { operatorId }: OperatorContext, @Checked() { params, body }: Input<typeof updateWebhook>) {
    return this.webhooks.update(operatorId, params.webhookId, body.disabled);
  }

  @Route(replaceWebhookSecret)
  replaceSecret(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof replaceWebhookSecret>) {
    return this.webhooks.replaceSecret(operatorId, params.webhookId);
  }

  @Route(deleteWebhook)
  remove(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof deleteWebhook>) {
    return this.webhooks.remove(operatorId, params.webhookId);
  }
}
