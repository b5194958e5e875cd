import { Module } from '@nestjs/common';
import { Egress } from '#egress/egress';
import { EventsPublicUrl } from '#events/fan-out';
import { Redeliveries } from '#events/redeliveries';
import { Settings } from '../http/settings.js';
import { MessagesController } from './messages.controller.js';
import { Messages } from './messages.service.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.service.js';

const egress = { provide: Egress, useFactory: ({ webhookTrialHosts }: Settings) => new Egress({ trialHosts: webhookTrialHosts }), inject: [Settings] };
const publicUrl = { provide: EventsPublicUrl, useFactory: (settings: Settings) => settings.publicUrl, inject: [Settings] };

@Module({ controllers: [WebhooksController, MessagesController], providers: [Webhooks, Messages, Redeliveries, egress, publicUrl] })
export class WebhooksModule {}
