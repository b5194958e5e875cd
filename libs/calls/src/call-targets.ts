import { Injectable } from '@nestjs/common';
import { ConnectorError } from '#connector-kit/errors';
import { Tenants } from '#database/tenant';
import { type Platform, Platforms } from '#grants/platforms';
import type { Caller, Purpose } from './call-budget.js';

/** In whose name a call is made. */
export interface CallTarget extends Caller {
  readonly platform: Platform;
  /** Null: in the name of the app itself. */
  readonly grantId: string | null;
  /** Null together with `organisationId`. */
  readonly connectionId: string | null;
}

const rapidSyncMinutes = 30;

interface AppRow {
  readonly app_id: string;
  readonly platform_key: string;
  readonly tier: string;
}

interface ConnectionRow extends AppRow {
  readonly grant_id: string;
  readonly organisation_id: string;
  readonly linked_at: Date;
}

/** Finds what a call needs to know about a connection or a grant. */
@Injectable()
export class CallTargets {
  constructor(private readonly tenants: Tenants, private readonly platforms: Platforms) {}

  /** Throws ConnectorError `reconnect` for a connection that is not linked. */
  async ofConnection(operatorId: string, connectionId: string, purpose: Purpose): Promise<CallTarget> {
    const { rows: [row] } = await this.tenants.sql(operatorId, (client) => client.query<ConnectionRow>(`
      select c.app_id, c.grant_id, c.organisation_id, c.linked_at, a.platform_key, a.tier
      from connection c join app a on a.operator_id = c.operator_id and a.id = c.app_id
      where c.operator_id = $1 and c.id = $2 and c.status = 'Linked' and c.grant_id is not null`, [operatorId, connectionId]));
    if (!row) throw new ConnectorError('reconnect', 'notConnected', { detail: 'The connection is not linked.' });
    const platform = this.platforms.of(row.platform_key);
    const { tiers } = platform.connector;
    const { rapidSync } = tiers.find(({ key }) => key === row.tier) ?? tiers[0];
    const until = new Date(row.linked_at.getTime() + rapidSyncMinutes * 60_000);
    return {
      operatorId, connectionId, platform, purpose,
      appId: row.app_id,
      grantId: row.grant_id,
      organisationId: row.organisation_id,
      limits: platform.connector.limits(row.tier),
      lifted: rapidSync ? { from: row.linked_at, until } : null,
    };
  }

  /** The user of a grant, without an organisation. */
  async ofGrant(operatorId: string, grantId: string): Promise<CallTarget> {
    const { rows: [row] } = await this.tenants.sql(operatorId, (client) => client.query<AppRow>(`
      select g.app_id, a.platform_key, a.tier from token_grant g join app a on a.operator_id = g.operator_id and a.id = g.app_id
      where g.operator_id = $1 and g.id = $2`, [operatorId, grantId]));
    if (!row) throw new ConnectorError('reconnect', 'grantDead', { detail: 'The grant is gone.' });
    return this.withoutOrganisation(operatorId, row, grantId);
  }

  /** The app itself, for what it may do without anybody's consent. */
  async ofApp(operatorId: string, appId: string): Promise<CallTarget> {
    const { rows: [row] } = await this.tenants.sql(operatorId, (client) => client.query<AppRow>(
      'select id as app_id, platform_key, tier from app where operator_id = $1 and id = $2', [operatorId, appId]));
    if (!row) throw new ConnectorError('rejected', 'badCredentials', { detail: 'The app is gone.' });
    return this.withoutOrganisation(operatorId, row, null);
  }

  private withoutOrganisation(operatorId: string, row: AppRow, grantId: string | null): CallTarget {
    const platform = this.platforms.of(row.platform_key);
    const limits = platform.connector.limits(row.tier);
    return { operatorId, grantId, platform, appId: row.app_id, connectionId: null, organisationId: null, limits, lifted: null, purpose: 'person' };
  }
}
