import { Module } from '@nestjs/common';
import { FinancialsController } from './financials.controller.js';
import { Financials } from './financials.service.js';

@Module({ controllers: [FinancialsController], providers: [Financials] })
export class FinancialsModule {}
