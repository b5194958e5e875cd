import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import type { PortalRole } from '#database/entities/portal-user.entity';
import { Tenants } from '#database/tenant';
import { hashSecret, isRandomSecret, randomSecret } from './random-secret.js';
import type { UserKey } from './users.service.js';

/** A session ends after this long without a request … */
export const idleHours = 2;
/** … and after this long in any case. */
export const absoluteHours = 24;

export interface Viewer {
  user: { id: string; email: string; name: string; role: PortalRole };
  operator: { id: string; name: string };
}

interface ViewerRow {
  user_id: string;
  email: string;
  name: string;
  role: PortalRole;
  operator_name: string;
  stale: boolean;
}

/**
 * Signed-in browsers. A session is a random id in a cookie and its hash in a row; `expires_at` is the earlier of the two
 * limits, by the database's clock. User and role are read with each request, so that a change counts from the next one on.
 */
@Injectable()
export class Sessions {
  constructor(private readonly tenants: Tenants, private readonly directory: Directory) {}

  /** Signs a user in under a new id; `previous`, the id that the browser came with, ends. */
  async start({ operatorId, userId }: UserKey, previous?: string): Promise<string> {
    await this.end(previous);
    const id = randomSecret();
    await this.tenants.sql(operatorId, async (client) => {
      await client.query('delete from session where operator_id = $1 and user_id = $2 and expires_at <= now()', [operatorId, userId]);
      await client.query(
        `insert into session (operator_id, id_hash, user_id, expires_at) values ($1, $2, $3, now() + make_interval(hours => $4))`,
        [operatorId, hashSecret(id), userId, idleHours],
      );
    });
    return id;
  }

  /** Who holds this session, or null when it never was or is over. */
  async find(id: string | undefined): Promise<Viewer | null> {
    const operatorId = await this.operatorOf(id);
    if (operatorId === null) return null;
    const row = await this.tenants.sql(operatorId, async (client) => {
      const key = [operatorId, hashSecret(id!)];
      const { rows } = await client.query<ViewerRow>(selectViewer, key);
      if (rows[0]?.stale) await client.query(touch, [...key, idleHours, absoluteHours]);
      return rows[0];
    });
    if (!row) return null;
    const user = { id: row.user_id, email: row.email, name: row.name, role: row.role };
    return { user, operator: { id: operatorId, name: row.operator_name } };
  }

  /** Signs one browser out. */
  async end(id: string | undefined): Promise<void> {
    const operatorId = await this.operatorOf(id);
    if (operatorId === null) return;
    await this.tenants.sql(operatorId, (client) =>
      client.query('delete from session where operator_id = $1 and id_hash = $2', [operatorId, hashSecret(id!)]));
  }

  /** Signs a user out everywhere. */
  async endAll({ operatorId, userId }: UserKey): Promise<void> {
    await this.tenants.sql(operatorId, (client) =>
      client.query('delete from session where operator_id = $1 and user_id = $2', [operatorId, userId]));
  }

  private async operatorOf(id: string | undefined): Promise<string | null> {
    if (!isRandomSecret(id)) return null;
    return (await this.directory.operatorOfSession(hashSecret(id)))?.operatorId ?? null;
  }
}

const selectViewer = `
  select s.user_id, u.email, u.name, u.role, o.name as operator_name,
         s.last_seen_at < now() - interval '1 minute' as stale
  from session s
  join portal_user u on u.operator_id = s.operator_id and u.id = s.user_id
  join operator o on o.id = s.operator_id
  where s.operator_id = $1 and s.id_hash = $2 and s.expires_at > now()`;

const touch = `
  update session
  set last_seen_at = now(),
      expires_at = least(created_at + make_interval(hours => $4), now() + make_interval(hours => $3))
  where operator_id = $1 and id_hash = $2`;
