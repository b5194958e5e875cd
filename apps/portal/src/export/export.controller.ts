import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { sendFile } from '../attachments/served-file.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { exportCompany } from './export.operations.js';
import { Exports } from './exports.service.js';

@Controller('api')
export class ExportController {
  constructor(private readonly exports: Exports) {}

  @Route(exportCompany)
  async download(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof exportCompany>, @Res({ passthrough: true }) reply: FastifyReply) {
    return sendFile(reply, await this.exports.open({ operatorId, ...params, ...query }));
  }
}
