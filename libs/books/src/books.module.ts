import { Module } from '@nestjs/common';
import { SqlAccess } from './sql-access.service.js';
import { StraySql } from './stray-sql.js';

/** Needs the global database module. */
@Module({ providers: [SqlAccess, StraySql], exports: [SqlAccess, StraySql] })
export class BooksModule {}
