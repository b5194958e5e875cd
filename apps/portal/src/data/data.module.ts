import { Module } from '@nestjs/common';
import { CompanyInfoController, dataControllers } from './data.controllers.js';
import { Records } from './records.service.js';

@Module({ controllers: [CompanyInfoController, ...dataControllers], providers: [Records] })
export class DataModule {}
