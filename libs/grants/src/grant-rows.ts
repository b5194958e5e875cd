import { Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import { Vault } from '#vault/vault';
import type { EntityManager } from 'typeorm';
import type { TokenSet } from './oauth.js';

/** The sealed content of a grant. */
interface Tokens {
  readonly access: string;
  readonly refresh: string;
  /** The refresh token that the last refresh used up: the platform takes it again for a while if an answer was lost. */
  readonly previous?: string;
}

export interface Grant extends Tokens {
  readonly operatorId: string;
  readonly id: string;
  readonly appId: string;
  readonly platformKey: string;
  readonly version: number;
  readonly deadReason: string | null;
  /** The access token lives for another minute and no refresh was cut off since. */
  readonly fresh: boolean;
}

/** The right to refresh one version of a grant until the lease runs out. */
export interface GrantLease {
  readonly grant: Grant;
  readonly owner: string;
  readonly previousInGrace: boolean;
  /** Since when a refresh of this version has been begun without an end that we know of. */
  readonly unsettledSeconds: number;
}

/** Outlives two renewals that come late, and frees a killed worker's grant soon. */
const leaseSeconds = 12;

interface GrantRow {
  readonly app_id: string;
  readonly platform_key: string;
  readonly tokens: Buffer;
  readonly version: number;
  readonly status: 'active' | 'dead';
  readonly dead_reason: string | null;
  readonly fresh: boolean;
}

/** Rows of token_grant. Leases and expiry go by the database's clock, so that no worker's clock matters. */
@Injectable()
export class GrantRows {
  constructor(private readonly tenants: Tenants, private readonly vault: Vault) {}

  async read(operatorId: string, grantId: string): Promise<Grant | null> {
    const { rows: [row] } = await this.tenants.sql(operatorId, (client) => client.query<GrantRow>(`
      select g.app_id, a.platform_key, g.tokens, g.version, g.status, g.dead_reason,
        g.access_expires_at > now() + interval '1 minute' and (g.refresh_started_at is null or coalesce(g.lease_until > now(), false)) as fresh
      from token_grant g join app a on a.operator_id = g.operator_id and a.id = g.app_id
      where g.operator_id = $1 and g.id = $2`, [operatorId, grantId]));
    if (!row) return null;
    const tokens = this.open(operatorId, grantId, row.tokens);
    const deadReason = row.status === 'dead' ? row.dead_reason ?? 'dead' : null;
    return { ...tokens, operatorId, id: grantId, appId: row.app_id, platformKey: row.platform_key, version: row.version, deadReason, fresh: row.fresh };
  }

  /** Null when somebody else holds the lease or has refreshed already. "Refresh started" is committed with the lease. */
  async claim(grant: Grant, graceSeconds: number): Promise<GrantLease | null> {
    const owner = newId();
    const { rows: [row] } = await this.tenants.sql(grant.operatorId, (client) => client.query<{ in_grace: boolean; unsettled: number }>(`
      update token_grant set lease_owner = $4, lease_until = now() + $5 * interval '1 second',
        refresh_started_at = coalesce(refresh_started_at, now())
      where operator_id = $1 and id = $2 and version = $3 and status = 'active' and (lease_until is null or lease_until < now())
      returning refreshed_at > now() - $6 * interval '1 second' as in_grace,
        extract(epoch from now() - refresh_started_at)::float as unsettled`,
      [grant.operatorId, grant.id, grant.version, owner, leaseSeconds, graceSeconds]));
    return row ? { grant, owner, previousInGrace: row.in_grace, unsettledSeconds: row.unsettled } : null;
  }

  /** Renews the lease until the returned function is called. A renewal that fails lets the lease run out: others take over. */
  holdLease({ grant, owner }: GrantLease): () => void {
    const renew = () => void this.tenants.sql(grant.operatorId, (client) => client.query(`
      update token_grant set lease_until = now() + $4 * interval '1 second'
      where operator_id = $1 and id = $2 and lease_owner = $3 and lease_until > now()`,
      [grant.operatorId, grant.id, owner, leaseSeconds])).catch(() => undefined);
    const timer = setInterval(renew, (leaseSeconds * 1000) / 3);
    return () => clearInterval(timer);
  }

  /** False when the lease passed to somebody else, or a new consent replaced the tokens: then the caller reads again. */
  async save({ grant, owner }: GrantLease, tokens: TokenSet, used: string): Promise<boolean> {
    const sealed = this.seal(grant.operatorId, grant.id, { access: tokens.accessToken, refresh: tokens.refreshToken, previous: used });
    const { rowCount } = await this.tenants.sql(grant.operatorId, (client) => client.query(`
      update token_grant set tokens = $5, access_expires_at = now() + $6 * interval '1 second',
        scopes = case when cardinality($7::text[]) > 0 then $7 else scopes end,
        version = version + 1, refreshed_at = now(), refresh_started_at = null, lease_owner = null, lease_until = null
      where operator_id = $1 and id = $2 and version = $3 and lease_owner = $4`,
      [grant.operatorId, grant.id, grant.version, owner, sealed, secondsLeft(tokens), tokens.scopes]));
    return rowCount === 1;
  }

  /** False when somebody else has the grant by now. */
  async markDead({ grant, owner }: GrantLease, reason: string): Promise<boolean> {
    const { rowCount } = await this.tenants.sql(grant.operatorId, (client) => client.query(`
      update token_grant set status = 'dead', dead_reason = $5, refresh_started_at = null, lease_owner = null, lease_until = null
      where operator_id = $1 and id = $2 and version = $3 and lease_owner = $4`,
      [grant.operatorId, grant.id, grant.version, owner, reason]));
    return rowCount === 1;
  }

  /** Gives the lease back. `settled`: the platform surely did not rotate the token. */
  async release({ grant, owner }: GrantLease, { settled }: { settled: boolean }): Promise<void> {
    await this.tenants.sql(grant.operatorId, (client) => client.query(`
      update token_grant set lease_owner = null, lease_until = null, refresh_started_at = case when $4 then null else refresh_started_at end
      where operator_id = $1 and id = $2 and lease_owner = $3`, [grant.operatorId, grant.id, owner, settled]));
  }

  /** Makes the consent's tokens the grant of this app and user, for all connections that stand on it. Returns the grant's id. */
  async replace(manager: EntityManager, operatorId: string, appId: string, userKey: string, tokens: TokenSet): Promise<string> {
    await manager.query(`
      insert into token_grant (operator_id, id, app_id, user_key, tokens, access_expires_at, version)
      values ($1, $2, $3, $4, '', now(), 0) on conflict (operator_id, app_id, user_key) do nothing`, [operatorId, newId(), appId, userKey]);
    const [row] = await manager.query<{ id: string }[]>(
      'select id from token_grant where operator_id = $1 and app_id = $2 and user_key = $3 for update', [operatorId, appId, userKey]);
    const { id } = row;
    const sealed = this.seal(operatorId, id, { access: tokens.accessToken, refresh: tokens.refreshToken });
    // A refresh of the older tokens that is under way loses its lease here and cannot save over these.
    await manager.query(`
      update token_grant set tokens = $3, access_expires_at = now() + $4 * interval '1 second', scopes = $5, status = 'active',
        dead_reason = null, version = version + 1, refreshed_at = now(), refresh_started_at = null, lease_owner = null, lease_until = null
      where operator_id = $1 and id = $2`, [operatorId, id, sealed, secondsLeft(tokens), tokens.scopes]);
    return id;
  }

  private open(operatorId: string, rowId: string, sealed: Buffer): Tokens {
    return JSON.parse(this.vault.open(sealed, place(operatorId, rowId))) as Tokens;
  }

  private seal(operatorId: string, rowId: string, tokens: Tokens): Buffer {
    return this.vault.seal(JSON.stringify(tokens), place(operatorId, rowId));
  }
}

const place = (operatorId: string, rowId: string) => ({ operatorId, table: 'token_grant', column: 'tokens', rowId });

function secondsLeft(tokens: TokenSet): number {
  return tokens.expiresInSeconds - (performance.now() - tokens.receivedAt) / 1000;
}
