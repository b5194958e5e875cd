import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Call } from '#connector-kit/call';
import { ConnectorError } from '#connector-kit/errors';
import { type Write, WriteRefused, type Written } from '#connector-kit/writes';
import type { JobContext, JobIds } from '#queue/jobs';
import { StaleAttempt } from '#queue/lease';
import { ConnectionCalls, PlatformSources } from '#sync/platform-sources';
import { SyncLogger } from '#sync/pull';
import { type Again, type HeldPush, keyOf, type PushFailure, RecordClaimed } from './held-push.js';
import { asChecked, Preparation } from './preparation.js';
import { PushEnds } from './push-ends.js';
import { PushRows } from './push-rows.js';
import { backOff, refusedFields, verdictOf } from './verdict.js';
import { obstacleTo, writeOf } from './writes.js';

/** Xero keeps what it answered under a key for six minutes: until then the same request does nothing twice. */
const repeatUntilMs = 4.5 * 60_000;
/** By now no sending under the key can still arrive: a call is given up after a minute. */
const lookAfterMs = 6 * 60_000;
/** How often it is sent to a platform that gives no answer and then turns out not to have it. */
const mostRounds = 4;
const mostFailures = 12;
/** How long the outcome is looked for that nobody can tell at the moment. */
const lookForDays = 7;

/**
 * Writes to platforms exactly once. The request is stored before it is sent, and "sent" is committed before the call. A
 * sending whose outcome is not known (no answer, one that cannot be read, a worker that died) is repeated under the same
 * key as long as the platform remembers that; later it is looked for there, and sent again, under another key, only when
 * it is not there. Every push ends as Success or Failed.
 */
@Injectable()
export class Pushes {
  constructor(
    private readonly rows: PushRows,
    private readonly ends: PushEnds,
    private readonly preparation: Preparation,
    private readonly platforms: PlatformSources,
    private readonly calls: ConnectionCalls,
    @Inject(SyncLogger) private readonly logger: Logger,
  ) {}

  /** The job `push`. */
  async run(ids: JobIds, { stopping }: JobContext): Promise<Again | void> {
    const push = await this.rows.claim(ids);
    if (!push) return;
    const heartbeat = this.rows.keepAlive(push);
    try {
      return await this.advance(push, stopping);
    } catch (error) {
      if (!heartbeat.lost.aborted && !(error instanceof StaleAttempt)) throw error;
      this.logger.info({ pushId: push.id, attempt: push.number }, 'push went on elsewhere');
    } finally {
      heartbeat.stop();
    }
  }

  private async advance(push: HeldPush, stopping: AbortSignal): Promise<Again | void> {
    const write = writeOf(this.platforms.of(push.connection.platformKey), push.dataType, push.kind);
    const obstacle = obstacleTo(push, write);
    if (obstacle && push.stage === 'sent') return this.waitForAccess(push, obstacle);
    if (obstacle) return this.ends.fail(push, obstacle);
    let call: Call;
    try {
      call = await this.calls.callFor(push.operatorId, push.connectionId, 'write', push.organisationId);
      push.asked = asChecked(push, write!);
      if (push.stage === 'queued') await this.rows.prepared(push, await this.preparation.request(push, write!, call));
    } catch (error) {
      return this.notPrepared(push, error);
    }
    if (stopping.aborted) return this.later(push, 0);
    const age = push.sentAt === null ? 0 : performance.now() - push.sentAt;
    if (age < repeatUntilMs) return this.send(push, write!, call);
    if (age < lookAfterMs) return this.later(push, (lookAfterMs - age) / 1000);
    return this.look(push, write!, call);
  }

  private async send(push: HeldPush, write: Write, call: Call): Promise<Again | void> {
    const repeated = push.stage === 'sent';
    if (!repeated) await this.rows.sending(push);
    const request = push.request!;
    let written: Written;
    try {
      const headers = request.method === 'DELETE' ? request.headers : { ...request.headers, 'idempotency-key': keyOf(push) };
      written = write.written(await call({ ...request, ...(headers && { headers }), notAfter: push.sentAt! + repeatUntilMs }), push.asked);
    } catch (error) {
      return this.notWritten(push, error, repeated ? { write, call } : null);
    }
    try {
      return await this.ends.succeed(push, written, push.rounds < mostRounds);
    } catch (error) {
      if (!(error instanceof RecordClaimed)) throw error;
      // A twin of this push was looked for, and took this one's record for its own. Then the twin's is still to be made.
      await this.rows.notArrived(push, { looked: true });
      return this.later(push, 0);
    }
  }

  /** `again`: how to look for it, where it may have arrived before. */
  private async notWritten(push: HeldPush, error: unknown, again: { write: Write; call: Call } | null): Promise<Again | void> {
    const verdict = verdictOf(error, push.failures);
    this.logger.warn({ err: error, pushId: push.id, connectionId: push.connectionId, verdict: verdict.kind }, 'push was not answered well');
    if (!again && verdict.kind === 'refused') return this.ends.fail(push, verdict.failure);
    if (!again && verdict.kind === 'notSent') {
      const failures = push.failures + Number(verdict.counts);
      await this.rows.notArrived(push, { looked: false });
      if (failures > mostFailures) return this.ends.fail(push, noAnswer);
      return this.later(push, verdict.seconds, failures);
    }
    // A refusal of what was sent before may be one of the second time only: that the record is there already.
    if (again && verdict.kind === 'refused' && isOfContent(error)) return this.look(push, again.write, again.call, verdict.failure);
    return this.later(push, verdict.kind === 'refused' ? backOff(push.failures) : verdict.seconds, push.failures + 1);
  }

  /** `refusal`: what it has come to if it is not there. Without one it is then sent again. */
  private async look(push: HeldPush, write: Write, call: Call, refusal: PushFailure | null = null): Promise<Again | void> {
    const since = new Date(push.firstSentAt!.getTime() - 2 * 60_000).toISOString();
    let found: Written | null;
    try {
      found = await write.find(call, push.asked, { request: push.request!, since, claimed: await this.rows.claimed(push) });
    } catch (error) {
      const verdict = verdictOf(error, push.failures);
      this.logger.warn({ err: error, pushId: push.id, connectionId: push.connectionId }, 'push could not be looked for');
      if (verdict.kind === 'refused') return this.waitForAccess(push, verdict.failure);
      return this.lookLater(push, verdict.seconds);
    }
    if (!found) {
      if (refusal) return this.ends.fail(push, refusal);
      if (push.rounds + 1 >= mostRounds) return this.ends.fail(push, noAnswer);
      await this.rows.notArrived(push, { looked: true });
      return this.send(push, write, call);
    }
    try {
      return await this.ends.succeed(push, found, true);
    } catch (error) {
      if (!(error instanceof RecordClaimed)) throw error;
      return this.later(push, 0);
    }
  }

  private async notPrepared(push: HeldPush, error: unknown): Promise<Again | void> {
    if (error instanceof StaleAttempt) throw error;
    if (error instanceof WriteRefused && push.stage !== 'sent') return this.ends.fail(push, refusedFields(error));
    const verdict = verdictOf(error, push.failures);
    this.logger.warn({ err: error, pushId: push.id, connectionId: push.connectionId }, 'push could not be prepared');
    if (push.stage === 'sent') return verdict.kind === 'refused' ? this.waitForAccess(push, verdict.failure) : this.lookLater(push, verdict.seconds);
    if (verdict.kind === 'refused') return this.ends.fail(push, verdict.failure);
    const counts = verdict.kind === 'unclear' || verdict.counts;
    if (counts && push.failures >= mostFailures) return this.ends.fail(push, noAnswer);
    return this.later(push, verdict.seconds, push.failures + Number(counts));
  }

  /** It may have been written, and nobody lets us look: until somebody does. */
  private waitForAccess(push: HeldPush, why: PushFailure): Promise<Again | void> {
    return this.lookLater(push, 15 * 60, why.error);
  }

  private async lookLater(push: HeldPush, seconds: number, why = 'The platform gave no answer.'): Promise<Again | void> {
    if (Date.now() - push.firstSentAt!.getTime() < lookForDays * 86_400_000) return this.later(push, seconds, push.failures + 1);
    const error = `${why} It was sent before that, and for ${lookForDays} days it could not be looked up whether it arrived: look for it at the platform before you push again.`;
    return this.ends.fail(push, { status: 503, error, issues: [] });
  }

  private async later(push: HeldPush, seconds: number, failures = push.failures): Promise<Again> {
    await this.rows.pause(push, seconds, failures);
    return { againInMs: Math.ceil(seconds * 1000) };
  }
}

const noAnswer: PushFailure = { status: 503, error: 'The platform gave no usable answer, again and again. Nothing was written.', issues: [] };

const isOfContent = (error: unknown): boolean => error instanceof WriteRefused || (error instanceof ConnectorError && error.reason === 'invalidRequest');
