import { Inject, Injectable } from '@nestjs/common';
import { SqlAccess } from '#books/sql-access.service';
import { Settings } from '../http/settings.js';

export interface SqlAccessView {
  host: string;
  port: number;
  database: string;
  /** Null while there is no role. */
  user: string | null;
  passwordSet: string | null;
  /** Why this installation gives no such access, in words; null where it does. */
  refusal: string | null;
}

/** With the password, this one time. */
export interface NewSqlAccessView extends SqlAccessView {
  password: string;
}

const standardPort = 5432;

/** What a consumer's program needs to read the books with SQL. */
@Injectable()
export class SqlAccessViews {
  constructor(private readonly access: SqlAccess, @Inject(Settings) private readonly settings: Settings) {}

  async get(operatorId: string): Promise<SqlAccessView> {
    const [role, refusal] = await Promise.all([this.access.role(operatorId), this.access.refusal(operatorId)]);
    const { hostname, port, pathname } = new URL(this.settings.databaseUrl);
    const shown = this.settings.sqlAddress && new URL(`postgres://${this.settings.sqlAddress}`);
    return {
      host: (shown ? shown.hostname : hostname).replace(/^\[|\]$/g, ''),
      port: Number((shown ? shown.port : port) || standardPort),
      database: decodeURIComponent(pathname.slice(1)),
      user: role?.name ?? null,
      passwordSet: role?.passwordSetAt.toISOString() ?? null,
      refusal,
    };
  }

  async renew(operatorId: string): Promise<NewSqlAccessView> {
    const password = await this.access.renew(operatorId);
    return { ...await this.get(operatorId), password };
  }

  async remove(operatorId: string): Promise<SqlAccessView> {
    await this.access.remove(operatorId);
    return this.get(operatorId);
  }
}
