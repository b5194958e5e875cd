import { Module } from '@nestjs/common';
import { Egress } from '#egress/egress';
import { Settings } from '../http/settings.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.service.js';

const egress = { provide: Egress, useFactory: ({ webhookTrialHosts }: Settings) => new Egress({ trialHosts: webhookTrialHosts }), inject: [Settings] };

@Module({ controllers: [WebhooksController], providers: [Webhooks, egress] })
export class WebhooksModule {}
