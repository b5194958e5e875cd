import { Module } from '@nestjs/common';
import { attachmentControllers, InvoicePdfController } from './attachments.controllers.js';
import { Attachments } from './attachments.service.js';

@Module({ controllers: [InvoicePdfController, ...attachmentControllers], providers: [Attachments] })
export class AttachmentsModule {}
