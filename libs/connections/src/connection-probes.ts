import { Injectable } from '@nestjs/common';
import { OrganisationCalls } from '#calls/organisation-calls';
import type { Connector } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';
import { Platforms } from '#grants/platforms';
import { createLogger } from '#platform/logger';
import { leaseSeconds } from './platform-work.js';

/** A grant under a lease; `attempt` is the fence. */
interface Probe {
  readonly operatorId: string;
  readonly grantId: string;
  readonly attempt: number;
  readonly platformKey: string;
}

interface LinkedConnection {
  readonly id: string;
  readonly organisation_id: string;
  /** Until nothing has been pulled from it for a day. */
  readonly fresh_seconds: number;
}

const hour = 3600;
const day = 24 * hour;

/**
 * Finds connections that were lost while nothing was pulled: Xero tells nobody. One call lists all organisations of a grant,
 * and it counts for no organisation's limits. One that is missing is called once, so that the loss is concluded by the same
 * rule, and shown in the same words, as when a pull meets it. A grant whose connections were all pulled within a day is left alone.
 */
@Injectable()
export class ConnectionProbes {
  private readonly log = createLogger('connections');

  constructor(
    private readonly directory: Directory,
    private readonly tenants: Tenants,
    private readonly platforms: Platforms,
    private readonly calls: OrganisationCalls,
  ) {}

  /** One sweep. Returns how many grants were due. */
  async probeDue(most = 20): Promise<number> {
    const due = await this.directory.dueProbes(most);
    for (const { operatorId, id } of due) await this.probe(operatorId, id);
    return due.length;
  }

  private async probe(operatorId: string, grantId: string): Promise<void> {
    const probe = await this.claim(operatorId, grantId);
    if (!probe) return;
    const linked = await this.linked(probe);
    const quiet = linked.filter(({ fresh_seconds }) => fresh_seconds <= 0);
    try {
      if (quiet.length > 0) await this.look(probe, quiet);
      await this.settle(probe, quiet.length > 0 ? day : Math.max(hour, Math.min(day, ...linked.map(({ fresh_seconds }) => fresh_seconds))));
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.log.warn({ operatorId, grantId, error }, 'a grant could not be probed');
      // That a grant is dead was told by the call already, and refused keys are the operator's to mend: neither is tried again today.
      await this.settle(probe, error.kind === 'reconnect' || error.kind === 'rejected' ? day : Math.max(hour, error.retryAfterSeconds ?? 0));
    }
  }

  private async look({ operatorId, grantId, platformKey }: Probe, quiet: readonly LinkedConnection[]): Promise<void> {
    const { connector } = this.platforms.of(platformKey);
    const listed = await connector.organisations(await this.calls.callForGrant(operatorId, grantId));
    const missing = quiet.filter(({ organisation_id }) => !listed.some(({ organisationId }) => organisationId === organisation_id));
    for (const { id } of missing) await this.call(operatorId, id, connector);
  }

  /** Whatever this brings but a loss, the next pull tells. */
  private async call(operatorId: string, connectionId: string, connector: Connector): Promise<void> {
    const today = new Date().toISOString().slice(0, 10);
    try {
      await connector.sources[0].read(await this.calls.callFor(operatorId, connectionId), { page: 1, modifiedSince: null, after: null, months: 1, today });
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
    }
  }

  private async claim(operatorId: string, grantId: string): Promise<Probe | null> {
    const { rows: [row] } = await this.tenants.sql(operatorId, (client) => client.query<{ attempt: number; platform_key: string }>(`
      update token_grant g set probe_attempt = probe_attempt + 1, probe_lease_until = now() + interval '${leaseSeconds} seconds'
      from app a where g.operator_id = $1 and g.id = $2 and a.operator_id = g.operator_id and a.id = g.app_id
        and g.status = 'active' and g.probe_at <= now() and (g.probe_lease_until is null or g.probe_lease_until < now())
      returning g.probe_attempt as attempt, a.platform_key`, [operatorId, grantId]));
    return row ? { operatorId, grantId, attempt: row.attempt, platformKey: row.platform_key } : null;
  }

  private async linked({ operatorId, grantId }: Probe): Promise<LinkedConnection[]> {
    const { rows } = await this.tenants.sql(operatorId, (client) => client.query<LinkedConnection>(`
      select id, organisation_id, extract(epoch from greatest(linked_at, last_sync_at) + interval '1 day' - now())::float as fresh_seconds
      from connection where operator_id = $1 and grant_id = $2 and status = 'Linked'`, [operatorId, grantId]));
    return rows;
  }

  /** Gives the grant back until the next probe. One whose lease ran out changes nothing. */
  private async settle({ operatorId, grantId, attempt }: Probe, seconds: number): Promise<void> {
    await this.tenants.sql(operatorId, (client) => client.query(`
      update token_grant set probe_lease_until = null, probe_at = now() + make_interval(secs => $4)
      where operator_id = $1 and id = $2 and probe_attempt = $3`, [operatorId, grantId, attempt, seconds]));
  }
}
