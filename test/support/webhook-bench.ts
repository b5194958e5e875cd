import { appendEvent } from '#events/append';
import { Deliveries } from '#events/deliveries';
import type { EventType } from '#events/event-types';
import { FanOut } from '#events/fan-out';
import { HeldConsumers } from '#events/held-consumer';
import { Redeliveries } from '#events/redeliveries';
import { newWebhookSecret } from '#events/signature';
import { Egress } from '#egress/egress';
import { newId } from '#platform/ids';
import type { JobIds } from '#queue/jobs';
import type { Queue } from '#queue/queue';
import { Vault } from '#vault/vault';
import { type TestDatabase, testDatabase, testRootKey } from './database.js';

/** What tells consumers of events, on a real database; jobs are run by hand. */
export class WebhookBench {
  readonly operatorId = newId();
  readonly vault = new Vault([testRootKey]);
  private readonly woken: JobIds[] = [];
  private readonly queue = { wake: (_: string, ids: JobIds) => { this.woken.push(ids); return Promise.resolve(); } } as unknown as Queue;

  private constructor(readonly database: TestDatabase, private readonly timeoutMs: number) {}

  static async open({ timeoutMs = 5_000 } = {}): Promise<WebhookBench> {
    const bench = new WebhookBench(await testDatabase(), timeoutMs);
    await bench.rows("insert into operator (id, name) values ($1, 'Lender Ltd')");
    return bench;
  }

  /** A worker of its own, as far as leases are concerned. */
  worker(): Deliveries {
    return new Deliveries(new HeldConsumers(this.database.tenants, this.vault), new Egress({ trialHosts: ['127.0.0.1'], timeoutMs: this.timeoutMs }));
  }

  get again(): Redeliveries {
    return new Redeliveries(this.database.tenants, this.queue, 'http://localhost:3000');
  }

  async addConsumer(url: string, { types = ['webhook.test'], tags = [] }: { types?: EventType[]; tags?: string[] } = {}): Promise<{ id: string; secret: string }> {
    const [id, secret] = [newId(), newWebhookSecret()];
    const sealed = this.vault.seal(secret, { operatorId: this.operatorId, table: 'webhook_consumer', column: 'secret', rowId: id });
    await this.rows('insert into webhook_consumer (operator_id, id, url, event_types, company_tags, secret) values ($1, $2, $3, $4, $5, $6)', [id, url, types, tags, sealed]);
    return { id, secret };
  }

  append(subject: object = { webhook: {} }, type: EventType = 'webhook.test'): Promise<string> {
    return this.database.tenants.sql(this.operatorId, (client) => appendEvent(client, this.operatorId, type, subject));
  }

  async fanOut(): Promise<void> {
    await new FanOut(this.database.directory, this.database.tenants, this.queue, 'http://localhost:3000').run();
  }

  /** Fans out, then runs one turn of each consumer that the sweep would find. */
  async deliver(): Promise<void> {
    await this.fanOut();
    const due = (await this.database.directory.unfinishedWork(500)).filter(({ kind }) => kind === 'delivery');
    await Promise.all(due.map((ids) => this.worker().run(ids, { stopping: new AbortController().signal })));
  }

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.database.tenants.sql(this.operatorId, (client) => client.query<Row>(text, [this.operatorId, ...values]))).rows;
  }

  /** Lets time pass for everything that waits. */
  async passTime(seconds: number): Promise<void> {
    await this.rows(`update webhook_delivery set next_try_at = next_try_at - make_interval(secs => $2) where operator_id = $1`, [seconds]);
    await this.rows(`
      update webhook_consumer set next_at = case when next_at = 'infinity' then next_at else next_at - make_interval(secs => $2) end,
        failing_since = failing_since - make_interval(secs => $2), paused_until = paused_until - make_interval(secs => $2) where operator_id = $1`, [seconds]);
  }

  consumer(id: string) {
    return this.rows<{ disabled_why: string | null; failing_since: Date | null }>('select * from webhook_consumer where operator_id = $1 and id = $2', [id]).then(([row]) => row);
  }
}
