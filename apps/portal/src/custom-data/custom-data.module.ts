import { Module } from '@nestjs/common';
import { CustomDataController } from './custom-data.controller.js';
import { CustomDataTypes } from './custom-data-types.service.js';
import { SupplementalConfigs } from './supplemental-configs.service.js';

@Module({ controllers: [CustomDataController], providers: [SupplementalConfigs, CustomDataTypes] })
export class CustomDataModule {}
