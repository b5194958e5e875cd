import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { App, Webhook } from '../identity/model.js';
import type { World } from '../identity/world.js';
import { payload, signature, type WebhookEvent } from './payload.js';
import type { BooksEvent } from './watch-books.js';

/** Events are gathered for so long; Xero batches over all organisations of an app. */
const gatherMs = 25;
const mostInBatch = 100;
/** A delivery that takes longer counts as refused. */
const patienceMs = 5_000;
/** Sent again at once, then in such steps by the simulator's clock, until a day has passed. */
const retryStepMs = 15 * 60_000;
const retryForMs = 24 * 3_600_000;
/** How far shuffled deliveries are strewn. */
const strewnMs = 300;

export interface Delivery {
  at: string;
  events: number;
  firstSequence: number;
  /** 0: no answer in time. */
  status: number;
  ms: number;
}

interface Retry {
  app: App;
  body: string;
  events: number;
  firstSequence: number;
  since: number;
  next: number;
}

/** Tells apps of changes in the organisations that are connected to them. */
export class Webhooks {
  readonly deliveries: Delivery[] = [];
  private readonly gathered = new Map<App, Map<string, WebhookEvent>>();
  private retries: Retry[] = [];
  private readonly timer = setInterval(() => this.retryDue(), 200).unref();

  constructor(private readonly world: World, private readonly clock: Clock) {}

  stop(): void {
    clearInterval(this.timer);
  }

  note(tenantId: string, change: BooksEvent): void {
    const connected = [...this.world.connections.values()].filter((connection) => connection.tenantId === tenantId);
    const event: WebhookEvent = { ...change, tenantId };
    const clientIds = new Set(connected.map(({ clientId }) => clientId));
    for (const clientId of clientIds) {
      const app = this.world.apps.get(clientId);
      if (!app?.webhook) continue;
      if (!this.gathered.has(app)) {
        this.gathered.set(app, new Map());
        setTimeout(() => this.flush(app), gatherMs).unref();
      }
      const events = this.gathered.get(app)!;
      const key = `${event.tenantId} ${event.category} ${event.resourceId}`;
      const known = events.get(key);
      if (known?.type !== 'CREATE') events.set(key, event);
    }
  }

  /** What Xero does when an address is saved: some deliveries without events, some of them signed wrongly. Ends a disabling when all are answered right. */
  async checkIntent(app: App, webhook: Webhook): Promise<{ passed: boolean; answers: { expected: number; status: number }[] }> {
    const answers: { expected: number; status: number }[] = [];
    for (const expected of [200, 401, 200, 401]) {
      const body = payload([], 0);
      const right = signature(body, webhook.key);
      const wrong = `${right.startsWith('/') ? '+' : '/'}${right.slice(1)}`;
      answers.push({ expected, status: (await this.post(webhook.url, body, expected === 200 ? right : wrong)).status });
    }
    const passed = answers.every(({ expected, status }) => expected === status);
    if (passed && webhook.disabled) {
      webhook.disabled = false;
      this.world.keep();
      for (const retry of this.retries.filter((each) => each.app === app)) Object.assign(retry, { next: 0, since: this.clock.now() });
    }
    return { passed, answers };
  }

  private flush(app: App): void {
    const events = [...(this.gathered.get(app)?.values() ?? [])];
    this.gathered.delete(app);
    const { webhook } = app;
    if (!webhook) return;
    const size = webhook.shuffled ? 1 : mostInBatch;
    for (let start = 0; start < events.length; start += size) {
      const batch = events.slice(start, start + size);
      const firstSequence = webhook.sequence + 1;
      webhook.sequence += batch.length;
      const sent = { app, body: payload(batch, firstSequence), events: batch.length, firstSequence, since: this.clock.now(), next: 0 };
      if (webhook.disabled) this.retries.push(sent);
      else if (Math.random() >= webhook.lostShare) for (let copy = 0; copy < (webhook.doubled ? 2 : 1); copy += 1) void this.strew(sent, webhook);
    }
  }

  private async strew(sent: Retry, { shuffled }: Webhook): Promise<void> {
    if (shuffled) await pause(Math.random() * strewnMs, undefined, { ref: false });
    if (await this.deliver(sent)) return;
    if (await this.deliver(sent)) return;
    this.retries.push({ ...sent, next: this.clock.now() + retryStepMs });
  }

  private retryDue(): void {
    const now = this.clock.now();
    const due = this.retries.filter(({ app, next }) => app.webhook && !app.webhook.disabled && next <= now);
    this.retries = this.retries.filter((retry) => !due.includes(retry));
    void this.retryInOrder(due, now);
  }

  private async retryInOrder(due: readonly Retry[], now: number): Promise<void> {
    for (const retry of due) {
      if (await this.deliver(retry)) continue;
      if (now - retry.since >= retryForMs && retry.app.webhook) retry.app.webhook.disabled = true;
      this.retries.push({ ...retry, next: now + retryStepMs });
    }
  }

  private async deliver({ app: { webhook }, body, events, firstSequence }: Retry): Promise<boolean> {
    if (!webhook) return true;
    const { status, ms } = await this.post(webhook.url, body, signature(body, webhook.key));
    this.deliveries.push({ at: this.clock.date().toISOString(), events, firstSequence, status, ms });
    if (this.deliveries.length > 2_000) this.deliveries.splice(0, 1_000);
    return status === 200;
  }

  private async post(url: string, body: string, signed: string): Promise<{ status: number; ms: number }> {
    const start = performance.now();
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-xero-signature': signed };
    const status = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(patienceMs) }).then(
      async (response) => { await response.arrayBuffer(); return response.status; }, () => 0);
    return { status, ms: Math.round(performance.now() - start) };
  }
}
