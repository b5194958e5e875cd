import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import {
  getCountsProof, getDataStatus, getPullOperation, getValidation, listPullOperations, queueAll, refreshAll, refreshCompanyInfo, refreshDataType,
} from './datasets.operations.js';
import { Datasets } from './datasets.service.js';

@Controller('api')
export class DatasetsController {
  constructor(private readonly datasets: Datasets) {}

  @Route(refreshAll)
  refreshAll(@Operator() operator: OperatorContext, @Checked() { params, query }: Input<typeof refreshAll>) {
    return this.datasets.refreshAll(operator.operatorId, params.companyId, query);
  }

  @Route(queueAll)
  queueAll(@Operator() operator: OperatorContext, @Checked() { params, query }: Input<typeof queueAll>) {
    return this.datasets.refreshAll(operator.operatorId, params.companyId, query);
  }

  @Route(refreshDataType)
  refresh(@Operator() operator: OperatorContext, @Checked() { params, query }: Input<typeof refreshDataType>) {
    return this.datasets.refresh(operator.operatorId, params.companyId, params.dataType, query);
  }

  @Route(refreshCompanyInfo)
  refreshCompanyInfo(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof refreshCompanyInfo>) {
    return this.datasets.refresh(operator.operatorId, params.companyId, 'company');
  }

  @Route(getDataStatus)
  status(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getDataStatus>) {
    return this.datasets.status(operator.operatorId, params.companyId);
  }

  @Route(listPullOperations)
  list(@Operator() operator: OperatorContext, @Checked() { params, query }: Input<typeof listPullOperations>) {
    return this.datasets.list(operator.operatorId, params.companyId, query);
  }

  @Route(getPullOperation)
  get(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getPullOperation>) {
    return this.datasets.get(operator.operatorId, params.companyId, params.datasetId);
  }

  @Route(getCountsProof)
  proof(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getCountsProof>) {
    return this.datasets.proof(operator.operatorId, params.companyId, params.datasetId);
  }

  @Route(getValidation)
  validation(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getValidation>) {
    return this.datasets.validation(operator.operatorId, params.companyId, params.datasetId);
  }
}
