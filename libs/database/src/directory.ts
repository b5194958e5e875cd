import { Inject, Injectable } from '@nestjs/common';
import { isUuid } from '#platform/ids';
import type pg from 'pg';
import { SqlPool } from './tenant.js';

export type WorkKind = 'reading' | 'disconnection' | 'remapping' | 'consent' | 'proof' | 'delivery' | 'change' | 'push';

export interface UnfinishedWork {
  operatorId: string;
  kind: WorkKind;
  id: string;
}

/**
 * The only look-ups that cross operators: from something that a caller holds (a key, a session, a link) to the operator
 * that it belongs to. They are functions of the database that return ids, or yes or no, and nothing else.
 */
@Injectable()
export class Directory {
  constructor(@Inject(SqlPool) private readonly pool: pg.Pool) {}

  async operatorOfApiKey(hash: Buffer): Promise<{ operatorId: string; apiKeyId: string } | null> {
    const text = 'select operator_id, api_key_id from directory.operator_of_api_key($1)';
    const { rows: [row] } = await this.pool.query<Record<string, string | null>>({ name: 'operator-of-api-key', text, values: [hash] });
    return row ? { operatorId: row['operator_id']!, apiKeyId: row['api_key_id']! } : null;
  }

  async operatorOfSession(hash: Buffer): Promise<{ operatorId: string; userId: string } | null> {
    const [row] = await this.rows('select operator_id, user_id from directory.operator_of_session($1)', [hash]);
    return row ? { operatorId: row['operator_id']!, userId: row['user_id']! } : null;
  }

  async usersByEmail(email: string): Promise<{ operatorId: string; userId: string }[]> {
    const rows = await this.rows('select operator_id, user_id from directory.users_by_email($1)', [email]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, userId: row['user_id']! }));
  }

  operatorOfCompany(id: string): Promise<string | null> {
    return this.operatorOf('operator_of_company', id);
  }

  operatorOfConnection(id: string): Promise<string | null> {
    return this.operatorOf('operator_of_connection', id);
  }

  operatorOfApp(id: string): Promise<string | null> {
    return this.operatorOf('operator_of_app', id);
  }

  /** The apps that platforms' webhooks can be signed for. Their client ids are public. */
  async appsWithWebhookKey(): Promise<{ operatorId: string; appId: string; clientId: string }[]> {
    const rows = await this.rows('select operator_id, app_id, client_id from directory.apps_with_webhook_key()', []);
    return rows.map((row) => ({ operatorId: row['operator_id']!, appId: row['app_id']!, clientId: row['client_id']! }));
  }

  operatorOfLinkAttempt(id: string): Promise<string | null> {
    return this.operatorOf('operator_of_link_attempt', id);
  }

  async operatorOfLinkState(hash: Buffer): Promise<{ operatorId: string; attemptId: string } | null> {
    const [row] = await this.rows('select operator_id, attempt_id from directory.operator_of_link_state($1)', [hash]);
    return row ? { operatorId: row['operator_id']!, attemptId: row['attempt_id']! } : null;
  }

  async expiredLinkAttempts(most: number): Promise<{ operatorId: string; id: string }[]> {
    const rows = await this.rows('select operator_id, id from directory.expired_link_attempts($1)', [most]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, id: row['id']! }));
  }

  /** Grants that need a refresh though nobody calls with them: idle for a week, or cut off in the middle of one. */
  async grantsToRefresh(most: number): Promise<{ operatorId: string; id: string }[]> {
    const rows = await this.rows('select operator_id, id from directory.grants_to_refresh($1)', [most]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, id: row['id']! }));
  }

  /** Grants whose connections are to be looked for at the platform. */
  async dueProbes(most: number): Promise<{ operatorId: string; id: string }[]> {
    const rows = await this.rows('select operator_id, id from directory.due_probes($1)', [most]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, id: row['id']! }));
  }

  /** Work that is due and that nobody holds: what a lost queue would have to be told again. */
  async unfinishedWork(most: number): Promise<UnfinishedWork[]> {
    const rows = await this.rows(`
      select operator_id, kind, id from directory.unfinished_work($1)
      union all select operator_id, 'consent', id from directory.unsettled_consents($1)
      union all select operator_id, 'proof', id from directory.unfinished_proofs($1)
      union all select operator_id, 'delivery', id from directory.due_webhooks($1)
      union all select operator_id, 'change', connection_id from directory.due_changes($1)
      union all select operator_id, 'push', id from directory.due_pushes($1)`, [most]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, kind: row['kind'] as WorkKind, id: row['id']! }));
  }

  /** Connections of which the schedule says that something is due: none while `most` readings wait already. */
  async duePulls(most: number): Promise<{ operatorId: string; connectionId: string }[]> {
    const rows = await this.rows('select operator_id, connection_id from directory.due_pulls($1)', [most]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, connectionId: row['connection_id']! }));
  }

  /** Remappings that ended more than a week ago, the oldest first. */
  async finishedRemappings(most: number): Promise<{ operatorId: string; id: string }[]> {
    const rows = await this.rows('select operator_id, id from directory.finished_remappings($1)', [most]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, id: row['id']! }));
  }

  async originIsAllowed(origin: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ allowed: boolean }>('select directory.origin_is_allowed($1) as allowed', [origin]);
    return rows[0].allowed;
  }

  /** Operators with events that were not given to their consumers yet. */
  async operatorsWithEvents(most: number): Promise<string[]> {
    const rows = await this.rows('select operator_id from directory.operators_with_events($1)', [most]);
    return rows.map((row) => row['operator_id']!);
  }

  /** Events that are older than 30 days, the oldest first. */
  async oldEvents(most: number): Promise<{ operatorId: string; id: string }[]> {
    const rows = await this.rows('select operator_id, id from directory.old_events($1)', [most]);
    return rows.map((row) => ({ operatorId: row['operator_id']!, id: row['id']! }));
  }

  async firstOperator(): Promise<string | null> {
    const [row] = await this.rows('select directory.first_operator() as operator_id', []);
    return row?.['operator_id'] ?? null;
  }

  private async operatorOf(look: string, id: string): Promise<string | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.rows(`select directory.${look}($1) as operator_id`, [id]);
    return row?.['operator_id'] ?? null;
  }

  private async rows(text: string, values: unknown[]): Promise<Record<string, string | null>[]> {
    return (await this.pool.query<Record<string, string | null>>(text, values)).rows;
  }
}
