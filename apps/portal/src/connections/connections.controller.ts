import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { CompanyConnections } from './company-connections.service.js';
import { createConnection, deleteConnection, getConnection, listConnections, unlinkConnection } from './connections.operations.js';

@Controller('api')
export class ConnectionsController {
  constructor(private readonly connections: CompanyConnections) {}

  @Route(listConnections)
  list(@Operator() operator: OperatorContext, @Checked() { params, query }: Input<typeof listConnections>) {
    return this.connections.list(operator.operatorId, params.companyId, query);
  }

  @Route(createConnection)
  create(@Operator() operator: OperatorContext, @Checked() { params, body }: Input<typeof createConnection>) {
    return this.connections.create(operator.operatorId, params.companyId, body.platformKey);
  }

  @Route(getConnection)
  get(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof getConnection>) {
    return this.connections.get(operator.operatorId, params.companyId, params.connectionId);
  }

  @Route(unlinkConnection)
  unlink(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof unlinkConnection>) {
    return this.connections.unlink(operator.operatorId, params.companyId, params.connectionId);
  }

  @Route(deleteConnection)
  remove(@Operator() operator: OperatorContext, @Checked() { params }: Input<typeof deleteConnection>) {
    return this.connections.remove(operator.operatorId, params.companyId, params.connectionId);
  }
}
