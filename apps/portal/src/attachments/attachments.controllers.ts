import { Controller, Headers, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { Attachments } from './attachments.service.js';
import { downloadInvoicePdf, ownersOfAttachments } from './attachments.operations.js';
import { sendFile } from './served-file.js';

type Listing = Input<(typeof ownersOfAttachments)[number]['list']>;
type Getting = Input<(typeof ownersOfAttachments)[number]['get']>;

@Controller('api')
export class InvoicePdfController {
  constructor(private readonly attachments: Attachments) {}

  @Route(downloadInvoicePdf)
  async download(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof downloadInvoicePdf>, @Headers('accept') accept: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return sendFile(reply, await this.attachments.invoicePdf({ operatorId, ...params }, accept));
  }
}

/** One controller per data type, all alike. */
export const attachmentControllers: Type[] = ownersOfAttachments.map(({ dataType, list, get, download }) => {
  @Controller('api')
  class AttachmentsController {
    constructor(private readonly attachments: Attachments) {}

    @Route(list)
    list(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Listing) {
      return this.attachments.list({ operatorId, dataType, ...params });
    }

    @Route(get)
    get(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Getting) {
      return this.attachments.get({ operatorId, dataType, ...params }, params.attachmentId);
    }

    @Route(download)
    async download(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Getting, @Res({ passthrough: true }) reply: FastifyReply) {
      return sendFile(reply, await this.attachments.download({ operatorId, dataType, ...params }, params.attachmentId));
    }
  }
  return AttachmentsController;
});
