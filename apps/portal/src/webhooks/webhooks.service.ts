import { Inject, Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { Egress } from '#egress/egress';
import { TargetRefused } from '#egress/target';
import { noConsumer } from '#events/redeliveries';
import { newWebhookSecret } from '#events/signature';
import { conflict, invalid, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { Vault } from '#vault/vault';
import type { z } from 'zod';
import type { createWebhook, WebhookView, webhookListSchema, webhookSecretSchema } from './webhooks.operations.js';

/** Codat's limit. */
const mostConsumers = 50;

interface ConsumerRow {
  readonly id: string; readonly url: string; readonly event_types: string[]; readonly company_tags: string[]; readonly disabled_at: Date | null; readonly disabled_why: string | null;
}

const columns = 'id, url, event_types, company_tags, disabled_at, disabled_why';

/** Who is told of an operator's events. */
@Injectable()
export class Webhooks {
  constructor(@Inject(Tenants) private readonly tenants: Tenants, private readonly vault: Vault, private readonly egress: Egress) {}

  async list(operatorId: string): Promise<z.output<typeof webhookListSchema>> {
    const { rows } = await this.tenants.sql(operatorId, (client) => client.query<ConsumerRow>(`
      select ${columns} from webhook_consumer where operator_id = $1 order by created_at, id`, [operatorId]));
    return { results: rows.map(viewOf) };
  }

  /** Throws `invalid` for an address that is never called, `conflict` when there are too many. */
  async create(operatorId: string, { url, eventTypes, disabled, companyTags }: z.output<(typeof createWebhook)['body']>): Promise<WebhookView> {
    this.check(url);
    const [id, secret] = [newId(), newWebhookSecret()];
    return this.tenants.sql(operatorId, async (client) => {
      // Two that are created at once take turns, so that each counts the other.
      await client.query('select from operator where id = $1 for no key update', [operatorId]);
      const { rows: [{ count }] } = await client.query<{ count: string }>('select count(*) from webhook_consumer where operator_id = $1', [operatorId]);
      if (Number(count) >= mostConsumers) throw conflict(`There are ${mostConsumers} webhook consumers already. Delete one that is not used any more.`);
      const { rows: [row] } = await client.query<ConsumerRow>(`
        insert into webhook_consumer (operator_id, id, url, event_types, company_tags, secret, disabled_at)
        values ($1, $2, $3, $4, $5, $6, case when $7 then now() end) returning ${columns}`,
      [operatorId, id, url, [...new Set(eventTypes)], companyTags ?? [], this.vault.seal(secret, placeOf(operatorId, id, 'secret')), disabled ?? false]);
      return { ...viewOf(row), secret };
    });
  }

  /** What waits for a consumer that is enabled again is due at once. */
  async update(operatorId: string, id: string, disabled: boolean): Promise<WebhookView> {
    const { rows: [row] } = await this.tenants.sql(operatorId, (client) => client.query<ConsumerRow>(`
      update webhook_consumer set disabled_at = case when $3 then coalesce(disabled_at, now()) end, disabled_why = case when $3 then disabled_why end,
        failing_since = case when $3 then failing_since end, next_at = case when $3 then next_at else now() end
      where operator_id = $1 and id = $2 returning ${columns}`, [operatorId, id, disabled]));
    if (!row) throw missing(id);
    return viewOf(row);
  }

  async replaceSecret(operatorId: string, id: string): Promise<z.output<typeof webhookSecretSchema>> {
    const secret = newWebhookSecret();
    const until = await this.tenants.sql(operatorId, async (client) => {
      const { rows: [row] } = await client.query<{ secret: Buffer }>('select secret from webhook_consumer where operator_id = $1 and id = $2 for no key update', [operatorId, id]);
      if (!row) throw missing(id);
      const previous = this.vault.seal(this.vault.open(row.secret, placeOf(operatorId, id, 'secret')), placeOf(operatorId, id, 'previous_secret'));
      const { rows: [{ previous_until }] } = await client.query<{ previous_until: Date }>(`
        update webhook_consumer set secret = $3, previous_secret = $4, previous_until = now() + interval '24 hours'
        where operator_id = $1 and id = $2 returning previous_until`, [operatorId, id, this.vault.seal(secret, placeOf(operatorId, id, 'secret')), previous]);
      return previous_until;
    });
    return { secret, previousValidUntil: until.toISOString() };
  }

  async remove(operatorId: string, id: string): Promise<void> {
    const { rowCount } = await this.tenants.sql(operatorId, (client) => client.query('delete from webhook_consumer where operator_id = $1 and id = $2', [operatorId, id]));
    if (rowCount === 0) throw missing(id);
  }

  private check(url: string): void {
    try {
      this.egress.check(url);
    } catch (error) {
      if (!(error instanceof TargetRefused)) throw error;
      throw invalid('Error processing request - not valid.', [{ field: 'url', message: error.message }]);
    }
  }
}

function viewOf({ id, url, event_types, company_tags, disabled_at, disabled_why }: ConsumerRow): WebhookView {
  return { id, url, disabled: disabled_at !== null, ...(disabled_why === null ? {} : { disabledReason: disabled_why }), eventTypes: event_types, companyTags: company_tags };
}

const placeOf = (operatorId: string, rowId: string, column: 'secret' | 'previous_secret') => ({ operatorId, table: 'webhook_consumer', column, rowId });

const missing = (id: string) => notFound(noConsumer(id));
