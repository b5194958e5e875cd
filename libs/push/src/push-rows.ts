import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { DataType } from '#accounting/data-types';
import type { CallRequest } from '#connector-kit/call';
import type { WriteKind } from '#connector-kit/writes';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import type { JobIds } from '#queue/jobs';
import { type Attempt, LeasedRows, released, renewed } from '#queue/lease';
import { KeptVersions } from '#sync/readings';
import type { HeldPush, PushStage } from './held-push.js';

interface PushRow {
  attempt: number; company_id: string; connection_id: string; organisation_id: string; data_type: DataType; kind: WriteKind; record_id: string | null;
  document: string | null; file: Buffer | null; file_name: string | null; file_type: string | null; force_update: boolean; sync_after: boolean;
  stage: PushStage; failures: number; request: string | null; keys: number; rounds: number; first_sent_at: Date | null; requested_at: Date;
}

interface NowRow {
  sent_ms_ago: number | null; platform_key: string; status: string; organisation_id: string | null; tier: string; scopes: string[];
}

/** Pushes as rows: claimed under a lease, written behind a fence. */
@Injectable()
export class PushRows {
  private readonly owner = newId();
  private readonly leased: LeasedRows;

  constructor(@Inject(Tenants) private readonly tenants: Tenants, @Inject(KeptVersions) private readonly keptVersions: number) {
    this.leased = new LeasedRows(tenants, 'push');
  }

  /** Null: not due, done, or in other hands. */
  async claim(ids: JobIds): Promise<HeldPush | null> {
    // A lease that was never given back means that its process died.
    const row = await this.leased.claim<PushRow>(ids, this.owner, { changes: 'failures = failures + (lease_until is not null)::int' });
    if (!row) return null;
    // Before the database is asked, so that a sending is never taken for younger than it is.
    const now = performance.now();
    const { rows: [there] } = await this.tenants.sql(ids.operatorId, (client) => client.query<NowRow>(`
      select (extract(epoch from clock_timestamp() - p.sent_at) * 1000)::float8 as sent_ms_ago, k.platform_key, k.status, k.organisation_id, a.tier, coalesce(g.scopes, '{}') as scopes
      from push p
      join connection k on k.operator_id = p.operator_id and k.id = p.connection_id
      join app a on a.operator_id = k.operator_id and a.id = k.app_id
      left join token_grant g on g.operator_id = k.operator_id and g.id = k.grant_id
      where p.operator_id = $1 and p.id = $2`, [ids.operatorId, ids.id]));
    // Its connection was deleted, and the push with it.
    if (!there) return null;
    const document = row.document === null ? null : JSON.parse(row.document) as Record<string, unknown>;
    const seen = document?.['sourceModifiedDate'];
    return {
      operatorId: ids.operatorId, id: ids.id, number: row.attempt,
      companyId: row.company_id, connectionId: row.connection_id, organisationId: row.organisation_id,
      dataType: row.data_type, kind: row.kind, syncAfter: row.sync_after, requestedAt: row.requested_at,
      asked: {
        recordId: row.record_id, document,
        file: row.file && { bytes: row.file, name: row.file_name ?? '', contentType: row.file_type ?? '' },
      },
      connection: { platformKey: there.platform_key, status: there.status, organisationId: there.organisation_id, access: { tierKey: there.tier, scopes: there.scopes } },
      seenChange: row.kind === 'Update' && !row.force_update && typeof seen === 'string' ? seen : null,
      keptVersions: this.keptVersions, stage: row.stage, failures: row.failures, keys: row.keys, rounds: row.rounds,
      request: row.request === null ? null : storedRequest(row.request, row.file),
      sentAt: there.sent_ms_ago === null ? null : now - there.sent_ms_ago, firstSentAt: row.first_sent_at,
    };
  }

  keepAlive(attempt: Attempt): { lost: AbortSignal; stop(): void } {
    return this.leased.keepAlive(attempt);
  }

  fenced<T = void>(attempt: Attempt, changes: string, values: readonly unknown[] = [], work?: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    return this.leased.fenced(attempt, changes, values, work);
  }

  /** What is sent is decided, once and for all its sendings. */
  async prepared(push: HeldPush, request: CallRequest): Promise<void> {
    const body = Buffer.isBuffer(request.body) ? undefined : request.body;
    await this.leased.fenced(push, `${renewed}, stage = 'prepared', failures = 0, request = $4`, [JSON.stringify({ ...request, body })]);
    Object.assign(push, { stage: 'prepared', failures: 0, request } satisfies Partial<HeldPush>);
  }

  /** To be committed before it is sent under a key that was never used. */
  async sending(push: HeldPush): Promise<void> {
    const sentAt = performance.now();
    await this.leased.fenced(push, `${renewed}, stage = 'sent', keys = keys + 1, sent_at = clock_timestamp(), first_sent_at = coalesce(first_sent_at, clock_timestamp())`);
    Object.assign(push, { stage: 'sent', keys: push.keys + 1, sentAt, firstSentAt: push.firstSentAt ?? new Date() } satisfies Partial<HeldPush>);
  }

  /** It surely has not arrived: it may be sent again, under another key. `looked`: though it was sent. */
  async notArrived(push: HeldPush, { looked }: { looked: boolean }): Promise<void> {
    await this.leased.fenced(push, `${renewed}, stage = 'prepared', sent_at = null, failures = 0, rounds = rounds + $4::boolean::int`, [looked]);
    Object.assign(push, { stage: 'prepared', sentAt: null, failures: 0, rounds: push.rounds + Number(looked) } satisfies Partial<HeldPush>);
  }

  /** Gives the work back until a time. */
  async pause(push: HeldPush, seconds: number, failures = push.failures): Promise<void> {
    await this.leased.fenced(push, `${released}, status = 'waiting', next_at = now() + make_interval(secs => $4), failures = $5`, [seconds, failures]);
  }

  /** Records that other pushes have made, so that they are not this one's. */
  async claimed(push: HeldPush): Promise<Set<string>> {
    const { rows } = await this.tenants.sql(push.operatorId, (client) => client.query<{ claimed_id: string }>(`
      select claimed_id from push
      where operator_id = $1 and connection_id = $2 and data_type = $3 and claimed_id is not null and id <> $4 and completed_at >= $5::timestamptz - interval '10 minutes'`,
    [push.operatorId, push.connectionId, push.dataType, push.id, push.firstSentAt]));
    return new Set(rows.map((row) => row.claimed_id));
  }
}

/** Bytes that are sent are those of the file, which has a column of its own. */
function storedRequest(text: string, file: Buffer | null): CallRequest {
  const request = JSON.parse(text) as CallRequest;
  return file && request.body === undefined ? { ...request, body: file } : request;
}
