import { Module } from '@nestjs/common';
import { attachmentControllers, InvoicePdfController } from './attachments.controllers.js';
import { Attachments } from './attachments.service.js';
import { FilePlaces } from './file-places.js';

@Module({ controllers: [InvoicePdfController, ...attachmentControllers], providers: [Attachments, FilePlaces] })
export class AttachmentsModule {}
