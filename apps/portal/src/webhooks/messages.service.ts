import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Tenants } from '#database/tenant';
import { noConsumer, noMessage, Redeliveries } from '#events/redeliveries';
import { notFound } from '#platform/errors';
import { listTimeLimit } from '#records/read';
import type { z } from 'zod';
import { type Page, pageOf } from '../api/page.js';
import type { listMessages, messageCountSchema, MessageDetail, messageStatuses, MessageView } from './messages.operations.js';

interface LoggedTry { readonly at: string; readonly milliseconds: number; readonly status?: number; readonly error?: string }

interface MessageRow {
  readonly id: string; readonly type: string; readonly created_at: Date; readonly status: (typeof messageStatuses)[number]; readonly tries: number;
  readonly next_try_at: Date | null; readonly log: readonly LoggedTry[]; readonly body: string;
}

const open = `d.status in ('waiting', 'sending')`;
const status = `case when d.status = 'succeeded' then 'Success' when d.status = 'failed' then 'Failure' when d.log = '[]' then 'Sending' else 'Attempting' end`;
const rows = `
  select e.id, e.type, e.created_at, ${status} as status, d.tries, d.log, e.body, case when ${open} then greatest(d.next_try_at, w.paused_until) end as next_try_at
  from webhook_delivery d
  join webhook_consumer w on w.operator_id = d.operator_id and w.id = d.consumer_id
  join event e on e.operator_id = d.operator_id and e.id = d.event_id
  where d.operator_id = $1 and d.consumer_id = $2`;

/** What each webhook consumer was sent, and sending it again. */
@Injectable()
export class Messages {
  constructor(@Inject(Tenants) private readonly tenants: Tenants, private readonly redeliveries: Redeliveries) {}

  list(operatorId: string, consumerId: string, request: z.output<(typeof listMessages)['query']>): Promise<Page<MessageView>> {
    return this.tenants.sql(operatorId, async (client) => {
      await requireConsumer(client, operatorId, consumerId);
      const filter = request.status === undefined ? '' : `and ${conditions[request.status]}`;
      const { rows: [{ count }] } = await client.query<{ count: string }>(`
        select count(*) from webhook_delivery d where d.operator_id = $1 and d.consumer_id = $2 ${filter}`, [operatorId, consumerId]);
      const { rows: found } = await client.query<MessageRow>(`${rows} ${filter} order by d.event_id desc limit $3 offset $4`,
        [operatorId, consumerId, request.pageSize, (request.page - 1) * request.pageSize]);
      return pageOf(`/webhooks/${consumerId}/messages`, request, found.map(viewOf), Number(count));
    }, [listTimeLimit]);
  }

  get(operatorId: string, consumerId: string, id: string): Promise<MessageDetail> {
    return this.tenants.sql(operatorId, async (client) => {
      await requireConsumer(client, operatorId, consumerId);
      const { rows: [found] } = await client.query<MessageRow>(`${rows} and d.event_id = $3`, [operatorId, consumerId, id]);
      if (!found) throw notFound(noMessage(id));
      return { ...viewOf(found), attempts: found.log.map(attemptOf), body: JSON.parse(found.body) as Record<string, unknown> };
    });
  }

  async test(operatorId: string, consumerId: string): Promise<MessageDetail> {
    return this.get(operatorId, consumerId, await this.redeliveries.test(operatorId, consumerId));
  }

  async resend(operatorId: string, consumerId: string, id: string): Promise<MessageDetail> {
    await this.redeliveries.resend(operatorId, consumerId, id);
    return this.get(operatorId, consumerId, id);
  }

  async recover(operatorId: string, consumerId: string, since: Date): Promise<z.output<typeof messageCountSchema>> {
    return { count: await this.redeliveries.recover(operatorId, consumerId, since) };
  }

  async replay(operatorId: string, consumerId: string, since: Date): Promise<z.output<typeof messageCountSchema>> {
    return { count: await this.redeliveries.replay(operatorId, consumerId, since) };
  }
}

/** Such that an index serves each. */
const conditions: Record<(typeof messageStatuses)[number], string> = {
  Sending: `${open} and d.log = '[]'`, Attempting: `${open} and d.log <> '[]'`, Success: `d.status = 'succeeded'`, Failure: `d.status = 'failed'`,
};

function viewOf({ id, type, created_at, status: state, tries, next_try_at, log }: MessageRow): MessageView {
  const last = log.at(-1);
  return {
    id, eventType: type, created: created_at.toISOString(), status: state, tries,
    ...(next_try_at ? { nextTry: next_try_at.toISOString() } : {}),
    ...(last ? { lastTry: attemptOf(last) } : {}),
  };
}

function attemptOf({ at, milliseconds, status: statusCode, error }: LoggedTry) {
  return { at, milliseconds, ...(statusCode === undefined ? {} : { statusCode }), ...(error === undefined ? {} : { error }) };
}

async function requireConsumer(client: pg.ClientBase, operatorId: string, id: string): Promise<void> {
  const { rowCount } = await client.query('select from webhook_consumer where operator_id = $1 and id = $2', [operatorId, id]);
  if (rowCount === 0) throw notFound(noConsumer(id));
}
