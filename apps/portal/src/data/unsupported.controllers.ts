import { Controller, Injectable, type Type } from '@nestjs/common';
import type { DataType } from '#accounting/data-types';
import { Tenants } from '#database/tenant';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { type Place, whyUnsupported } from './data-connection.js';
import { unsupportedReads } from './unsupported.operations.js';

/** Answers for data types that no accounting software here has. */
@Injectable()
export class UnsupportedData {
  constructor(private readonly tenants: Tenants) {}

  refuse(place: Place, dataType: DataType): Promise<never> {
    return this.tenants.sql(place.operatorId, async (client) => {
      throw await whyUnsupported(client, place, dataType);
    });
  }
}

export const unsupportedControllers: Type[] = unsupportedReads.map(({ dataType, read }) => {
  @Controller('api')
  class UnsupportedController {
    constructor(private readonly data: UnsupportedData) {}

    @Route(read)
    read(@Operator() { operatorId }: OperatorContext, @Checked() { params: { companyId, connectionId } }: { params: Omit<Place, 'operatorId'> }) {
      return this.data.refuse({ operatorId, companyId, connectionId }, dataType);
    }
  }
  return UnsupportedController;
});
