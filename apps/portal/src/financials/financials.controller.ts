import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getBalanceSheet, getCashFlowStatement, getProfitAndLoss } from './financials.operations.js';
import { Financials } from './financials.service.js';

@Controller('api')
export class FinancialsController {
  constructor(private readonly financials: Financials) {}

  @Route(getBalanceSheet)
  balanceSheet(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof getBalanceSheet>) {
    return this.financials.balanceSheet(operatorId, params.companyId, query);
  }

  @Route(getProfitAndLoss)
  profitAndLoss(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof getProfitAndLoss>) {
    return this.financials.profitAndLoss(operatorId, params.companyId, query);
  }

  @Route(getCashFlowStatement)
  cashFlowStatement(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof getCashFlowStatement>) {
    return this.financials.cashFlowStatement(operatorId, params.companyId, query);
  }
}
