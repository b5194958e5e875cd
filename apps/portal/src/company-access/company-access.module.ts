import { Module } from '@nestjs/common';
import { OperatorsModule } from '#operators/operators.module';
import { CompanyAccessController } from './company-access.controller.js';
import { CompanyAccess } from './company-access.service.js';

@Module({ imports: [OperatorsModule], controllers: [CompanyAccessController], providers: [CompanyAccess] })
export class CompanyAccessModule {}
