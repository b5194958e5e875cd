import { Injectable } from '@nestjs/common';
import { Egress } from '#egress/egress';
import { TargetRefused } from '#egress/target';
import type { JobContext, JobIds } from '#queue/jobs';
import { type Attempt, StaleAttempt } from '#queue/lease';
import { type DueMessage, type DueMessages, HeldConsumers, type TryEnd } from './held-consumer.js';
import { askedWait, retryAfter } from './retries.js';
import { signedHeaders } from './signature.js';

/** Calls to one consumer at once. */
const atOnce = 8;
/** After so many rounds a consumer queues up again behind the others. */
const roundsPerTurn = 25;
/** Seconds of rest for a consumer that says "too many" without saying for how long. */
const restAfterTooMany = 30;

/** What one call said. `asks`: seconds in which the consumer wants no calls. */
interface Outcome {
  readonly end: TryEnd;
  readonly asks: number;
  readonly gone: boolean;
}

/**
 * Delivers to one consumer at a time, each in turns of its own: what one of them does with its calls is nobody else's
 * matter. A message is delivered at least once, with the same id at every try.
 */
@Injectable()
export class Deliveries {
  constructor(private readonly consumers: HeldConsumers, private readonly egress: Egress) {}

  async run(ids: JobIds, { stopping }: JobContext): Promise<{ againInMs: number } | undefined> {
    const held = await this.consumers.claim(ids);
    if (!held) return undefined;
    const alive = this.consumers.keepAlive(held);
    try {
      await this.turn(held, [stopping, alive.lost]);
      return await this.consumers.release(held) ? { againInMs: 0 } : undefined;
    } catch (error) {
      if (error instanceof StaleAttempt) return undefined;
      throw error;
    } finally {
      alive.stop();
    }
  }

  private async turn(held: Attempt, ends: readonly AbortSignal[]): Promise<void> {
    for (let round = 0; round < roundsPerTurn && !ends.some(({ aborted }) => aborted); round += 1) {
      const due = await this.consumers.take(held, atOnce);
      if (due.messages.length === 0) return;
      const outcomes = await Promise.all(due.messages.map((message) => this.send(due, message)));
      const reaction = { pause: Math.max(...outcomes.map(({ asks }) => asks)), gone: outcomes.some(({ gone }) => gone) };
      if (!(await this.consumers.settle(held, outcomes.map(({ end }) => end), reaction))) return;
    }
  }

  private async send({ url, secrets }: DueMessages, { eventId, tries, body }: DueMessage): Promise<Outcome> {
    const sentAt = new Date();
    const signed = signedHeaders({ id: `msg_${eventId.replaceAll('-', '')}`, sentAt, body }, secrets);
    const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Ledgerbridge-Webhooks/1', ...signed };
    const entry = () => ({ at: sentAt.toISOString(), milliseconds: Date.now() - sentAt.getTime() });
    try {
      const { status, headers: answered } = await this.egress.post(url, headers, body);
      if (status >= 200 && status < 300) return { end: { eventId, succeeded: true, wait: null, entry: { ...entry(), status } }, asks: 0, gone: false };
      const asked = askedWait(answered['retry-after']);
      return {
        end: { eventId, succeeded: false, wait: retryAfter(tries, asked), entry: { ...entry(), status } },
        asks: asked || (status === 429 ? restAfterTooMany : 0),
        gone: status === 410,
      };
    } catch (error) {
      const message = error instanceof TargetRefused ? `The address ${error.message}.` : error instanceof Error ? error.message : 'The call failed.';
      return { end: { eventId, succeeded: false, wait: retryAfter(tries, 0), entry: { ...entry(), error: message } }, asks: 0, gone: false };
    }
  }
}
