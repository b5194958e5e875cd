import { Module } from '@nestjs/common';
import { CompanyInfoController, dataControllers } from './data.controllers.js';
import { UnsupportedData, unsupportedControllers } from './unsupported.controllers.js';
import { RecordChanges } from './record-changes.service.js';
import { Records } from './records.service.js';

@Module({ controllers: [CompanyInfoController, ...dataControllers, ...unsupportedControllers], providers: [Records, RecordChanges, UnsupportedData] })
export class DataModule {}
