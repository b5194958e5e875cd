import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getMessage, listMessages, recoverMessages, replayMessages, resendMessage, testWebhook } from './messages.operations.js';
import { Messages } from './messages.service.js';

@Controller('api')
export class MessagesController {
  constructor(private readonly messages: Messages) {}

  @Route(listMessages)
  list(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof listMessages>) {
    return this.messages.list(operatorId, params.webhookId, query);
  }

  @Route(getMessage)
  get(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getMessage>) {
    return this.messages.get(operatorId, params.webhookId, params.messageId);
  }

  @Route(testWebhook)
  test(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof testWebhook>) {
    return this.messages.test(operatorId, params.webhookId);
  }

  @Route(resendMessage)
  resend(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof resendMessage>) {
    return this.messages.resend(operatorId, params.webhookId, params.messageId);
  }

  @Route(recoverMessages)
  recover(@Operator() { operatorId }: OperatorContext, @Checked() { params, body }: Input<typeof recoverMessages>) {
    return this.messages.recover(operatorId, params.webhookId, body.since);
  }

  @Route(replayMessages)
  replay(@Operator() { operatorId }: OperatorContext, @Checked() { params, body }: Input<typeof replayMessages>) {
    return this.messages.replay(operatorId, params.webhookId, body.since);
  }
}
