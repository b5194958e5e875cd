import { Module } from '@nestjs/common';
import { BooksModule } from '#books/books.module';
import { SqlAccessController } from './sql-access.controller.js';
import { SqlAccessViews } from './sql-access-views.service.js';

@Module({ imports: [BooksModule], controllers: [SqlAccessController], providers: [SqlAccessViews] })
export class SqlAccessModule {}
