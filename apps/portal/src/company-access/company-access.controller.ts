import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getAccessToken, getManagementOrigins, getManagementToken, getOrigins, setManagementOrigins, setOrigins } from './company-access.operations.js';
import { CompanyAccess } from './company-access.service.js';

@Controller('api')
export class CompanyAccessController {
  constructor(private readonly access: CompanyAccess) {}

  @Route(getAccessToken)
  token(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getAccessToken>) {
    return this.access.token(operator.operatorId, params.companyId);
  }

  @Route(getManagementToken)
  managementToken(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getManagementToken>) {
    return this.access.managementToken(operator.operatorId, params.companyId);
  }

  @Route(getOrigins)
  origins(@Operator() operator: OperatorContext, @Checked() _: Input<typeof getOrigins>) {
    return this.access.origins(operator.operatorId);
  }

  @Route(setOrigins)
  setOrigins(@Operator() operator: OperatorContext, @Checked() { body }: Input<typeof setOrigins>) {
    return this.access.setOrigins(operator.operatorId, body);
  }

  @Route(getManagementOrigins)
  managementOrigins(@Operator() operator: OperatorContext, @Checked() _: Input<typeof getManagementOrigins>) {
    return this.access.origins(operator.operatorId);
  }

  @Route(setManagementOrigins)
  setManagementOrigins(@Operator() operator: OperatorContext, @Checked() { body }: Input<typeof setManagementOrigins>) {
    return this.access.setOrigins(operator.operatorId, body);
  }
}
