import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import {
  configureCustomDataType, configureSupplementalData, getCustomDataType, getSupplementalData, listCustomRecords, refreshCustomDataType,
} from './custom-data.operations.js';
import { CustomDataTypes } from './custom-data-types.service.js';
import { SupplementalConfigs } from './supplemental-configs.service.js';

@Controller('api')
export class CustomDataController {
  constructor(private readonly supplements: SupplementalConfigs, private readonly types: CustomDataTypes) {}

  @Route(configureSupplementalData)
  supply(@Operator() { operatorId }: OperatorContext, @Checked() { params, body }: Input<typeof configureSupplementalData>) {
    return this.supplements.configure(operatorId, params, body.supplementalDataConfig ?? {});
  }

  @Route(getSupplementalData)
  supplied(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getSupplementalData>) {
    return this.supplements.get(operatorId, params);
  }

  @Route(configureCustomDataType)
  configure(@Operator() { operatorId }: OperatorContext, @Checked() { params, body }: Input<typeof configureCustomDataType>) {
    return this.types.configure(operatorId, params, body);
  }

  @Route(getCustomDataType)
  get(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getCustomDataType>) {
    return this.types.get(operatorId, params);
  }

  @Route(refreshCustomDataType)
  refresh(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof refreshCustomDataType>) {
    return this.types.refresh(operatorId, params);
  }

  @Route(listCustomRecords)
  list(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof listCustomRecords>) {
    return this.types.list(operatorId, params, query);
  }
}
