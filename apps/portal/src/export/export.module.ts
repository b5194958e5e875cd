import { Module } from '@nestjs/common';
import { ExportController } from './export.controller.js';
import { Exports } from './exports.service.js';

@Module({ controllers: [ExportController], providers: [Exports] })
export class ExportModule {}
