import { Module } from '@nestjs/common';
import { OperatorsModule } from '#operators/operators.module';
import { ApiKeysController } from './api-keys.controller.js';
import { WireApiKeys } from './wire-api-keys.service.js';

@Module({ imports: [OperatorsModule], controllers: [ApiKeysController], providers: [WireApiKeys] })
export class ApiKeysModule {}
