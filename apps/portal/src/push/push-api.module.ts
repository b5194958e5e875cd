import { Module } from '@nestjs/common';
import { PushRequestModule } from '#push/push.module';
import { PushController } from './push.controller.js';
import { PushOperations } from './push.service.js';

@Module({ imports: [PushRequestModule], controllers: [PushController], providers: [PushOperations] })
export class PushApiModule {}
