import { Module } from '@nestjs/common';
import { OperatorsModule } from '#operators/operators.module';
import { ChangeIntake } from './change-intake.js';
import { IncomingWebhooks } from './incoming-webhooks.service.js';

@Module({ imports: [OperatorsModule], providers: [ChangeIntake, IncomingWebhooks] })
export class IncomingWebhooksModule {}
