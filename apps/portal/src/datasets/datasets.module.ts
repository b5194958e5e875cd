import { Module } from '@nestjs/common';
import { DatasetsController } from './datasets.controller.js';
import { RemappingsController } from './remappings.controller.js';
import { Datasets } from './datasets.service.js';

@Module({ controllers: [DatasetsController, RemappingsController], providers: [Datasets] })
export class DatasetsModule {}
