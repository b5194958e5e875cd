import { Controller, type Type } from '@nestjs/common';
import { models } from '#accounting/models';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getCompanyInfo, listedDataTypes, type recordOperations } from './data.operations.js';
import { RecordChanges } from './record-changes.service.js';
import { Records } from './records.service.js';

type Listing = Input<ReturnType<typeof recordOperations>['list']>;
type Changing = Input<ReturnType<typeof recordOperations>['changes']>;
type Getting = Input<ReturnType<typeof recordOperations>['get']>;

@Controller('api')
export class CompanyInfoController {
  constructor(private readonly records: Records) {}

  @Route(getCompanyInfo)
  get(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Input<typeof getCompanyInfo>) {
    return this.records.only({ operatorId, companyId: params.companyId, dataType: 'company' }, query.asOf);
  }
}

/** One controller per data type, all alike: what differs is in the table of models. */
export const dataControllers: Type[] = listedDataTypes.map(({ dataType, list, changes, get }) => {
  @Controller('api')
  class RecordsController {
    constructor(private readonly records: Records, private readonly recordChanges: RecordChanges) {}

    @Route(list)
    list(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Listing) {
      return this.records.list(pathOf(params), { operatorId, ...params, dataType }, query);
    }

    @Route(changes)
    changes(@Operator() { operatorId }: OperatorContext, @Checked() { params, query }: Changing) {
      return this.recordChanges.list({ operatorId, ...params, dataType }, query);
    }

    @Route(get)
    get(@Operator() { operatorId }: OperatorContext, @Checked() { params: { recordId, ...params }, query }: Getting) {
      return this.records.get({ operatorId, ...params, dataType }, recordId, query.asOf);
    }
  }

  function pathOf({ companyId, connectionId }: Listing['params']): string {
    const owner = connectionId === undefined ? '' : `/connections/${connectionId}`;
    return `/companies/${companyId}${owner}/data/${models[dataType].path}`;
  }

  return RecordsController;
});
