import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import {
  createBankTransactions, createRecord, deleteRecord, getBankTransactionOptions, getPushOperation, getPushOptions, listPushOperations, updateRecord, uploadAttachment, uploadBillAttachment,
} from './push.operations.js';
import { PushOperations } from './push.service.js';

@Controller('api')
export class PushController {
  constructor(private readonly pushes: PushOperations) {}

  @Route(getPushOptions)
  options(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getPushOptions>) {
    return this.pushes.options({ operatorId, ...params });
  }

  @Route(getBankTransactionOptions)
  bankTransactionOptions(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getBankTransactionOptions>) {
    return this.pushes.options({ operatorId, ...params, dataType: 'bankTransactions' });
  }

  @Route(createRecord)
  create(@Operator() { operatorId }: OperatorContext, @Checked() { params, query, body }: Input<typeof createRecord>) {
    return this.pushes.add({ operatorId, ...params }, { kind: 'Create', document: body }, query);
  }

  @Route(createBankTransactions)
  createBankTransactions(@Operator() { operatorId }: OperatorContext, @Checked() { params, query, body }: Input<typeof createBankTransactions>) {
    return this.pushes.add({ operatorId, ...params, dataType: 'bankTransactions' }, { kind: 'Create', document: body }, query);
  }

  @Route(updateRecord)
  update(@Operator() { operatorId }: OperatorContext, @Checked() { params, query, body }: Input<typeof updateRecord>) {
    return this.pushes.add({ operatorId, ...params }, { kind: 'Update', document: body, recordId: params.recordId }, query);
  }

  @Route(deleteRecord)
  remove(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof deleteRecord>) {
    return this.pushes.add({ operatorId, ...params }, { kind: 'Delete', recordId: params.recordId }, query);
  }

  @Route(uploadAttachment)
  upload(@Operator() { operatorId }: OperatorContext, @Checked() { params, query, body }: Input<typeof uploadAttachment>) {
    return this.pushes.add({ operatorId, ...params }, { kind: 'UploadAttachment', file: body, recordId: params.recordId }, query);
  }

  @Route(uploadBillAttachment)
  uploadToBill(@Operator() { operatorId }: OperatorContext, @Checked() { params, query, body }: Input<typeof uploadBillAttachment>) {
    return this.pushes.add({ operatorId, ...params }, { kind: 'UploadAttachment', file: body, recordId: params.recordId }, query);
  }

  @Route(listPushOperations)
  list(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof listPushOperations>) {
    return this.pushes.list(operatorId, params.companyId, query);
  }

  @Route(getPushOperation)
  get(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getPushOperation>) {
    return this.pushes.get(operatorId, params.companyId, params.pushOperationKey);
  }
}
