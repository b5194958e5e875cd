import { Controller, Delete, Get, Put } from '@nestjs/common';
import { Access } from '../http/access.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { type NewSqlAccessView, type SqlAccessView, SqlAccessViews } from './sql-access-views.service.js';

/** Of an operator's administrators, as everything that a session opens. */
@Controller('portal/api/sql-access')
@Access('session')
export class SqlAccessController {
  constructor(private readonly access: SqlAccessViews) {}

  @Get()
  get(@Operator() { operatorId }: OperatorContext): Promise<SqlAccessView> {
    return this.access.get(operatorId);
  }

  @Put()
  renew(@Operator() { operatorId }: OperatorContext): Promise<NewSqlAccessView> {
    return this.access.renew(operatorId);
  }

  @Delete()
  remove(@Operator() { operatorId }: OperatorContext): Promise<SqlAccessView> {
    return this.access.remove(operatorId);
  }
}
