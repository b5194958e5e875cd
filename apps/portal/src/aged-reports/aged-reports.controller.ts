import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getAgedCreditors, getAgedDebtors, isAgedCreditorsAvailable, isAgedDebtorsAvailable } from './aged-reports.operations.js';
import { AgedReports } from './aged-reports.service.js';

@Controller('api')
export class AgedReportsController {
  constructor(private readonly reports: AgedReports) {}

  @Route(getAgedDebtors)
  debtors(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof getAgedDebtors>) {
    return this.reports.debtors(operatorId, params.companyId, query);
  }

  @Route(isAgedDebtorsAvailable)
  debtorsAvailable(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof isAgedDebtorsAvailable>) {
    return this.reports.debtorsAvailable(operatorId, params.companyId);
  }

  @Route(getAgedCreditors)
  creditors(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof getAgedCreditors>) {
    return this.reports.creditors(operatorId, params.companyId, query);
  }

  @Route(isAgedCreditorsAvailable)
  creditorsAvailable(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof isAgedCreditorsAvailable>) {
    return this.reports.creditorsAvailable(operatorId, params.companyId);
  }
}
