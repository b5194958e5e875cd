import { Module } from '@nestjs/common';
import { AgedReportsController } from './aged-reports.controller.js';
import { AgedReports } from './aged-reports.service.js';

@Module({ controllers: [AgedReportsController], providers: [AgedReports] })
export class AgedReportsModule {}
