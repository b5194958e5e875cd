import { call } from './http.js';

/** `user` is null while there is no role; `refusal` says why there can be none here. */
export interface SqlAccess {
  host: string;
  port: number;
  database: string;
  user: string | null;
  passwordSet: string | null;
  refusal: string | null;
}

export interface NewSqlAccess extends SqlAccess {
  password: string;
}

const path = '/portal/api/sql-access';

export const sqlAccessKey = ['sql-access'];

export const getSqlAccess = () => call<SqlAccess>('GET', path);

export const renewSqlAccess = () => call<NewSqlAccess>('PUT', path);

export const removeSqlAccess = () => call<SqlAccess>('DELETE', path);
