import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { createCompany, deleteCompany, getCompany, listCompanies, replaceCompany, updateCompany } from './companies.operations.js';
import { Companies } from './companies.service.js';

@Controller('api')
export class CompaniesController {
  constructor(private readonly companies: Companies) {}

  @Route(listCompanies)
  list(@Operator() operator: OperatorContext, @Checked() { query }: Input<typeof listCompanies>) {
    return this.companies.list(operator.operatorId, query);
  }

  @Route(createCompany)
  create(@Operator() operator: OperatorContext, @Checked() { body }: Input<typeof createCompany>) {
    return this.companies.create(operator, body);
  }

  @Route(getCompany)
  get(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getCompany>) {
    return this.companies.get(operator.operatorId, params.companyId);
  }

  @Route(replaceCompany)
  replace(@Operator() operator: OperatorContext, @Checked() { params, body }: Input<typeof replaceCompany>) {
    return this.companies.replace(operator.operatorId, params.companyId, body);
  }

  @Route(updateCompany)
  update(@Operator() operator: OperatorContext, @Checked() { params, body }: Input<typeof updateCompany>) {
    return this.companies.update(operator.operatorId, params.companyId, body);
  }

  @Route(deleteCompany)
  remove(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof deleteCompany>) {
    return this.companies.remove(operator.operatorId, params.companyId);
  }
}
