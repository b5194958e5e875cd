import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { ConnectorError } from '#connector-kit/errors';
import type { ProofReason, ProofResult, ProofVerdict } from '#database/entities/ledger-proof.entity';
import { Tenants } from '#database/tenant';
import type { JobContext, JobIds } from '#queue/jobs';
import { nextStep } from '../failures.js';
import { StaleAttempt } from '#queue/lease';
import { ConnectionCalls, PlatformSources } from '../platform-sources.js';
import { SyncLogger } from '../pull.js';
import { ReadingRows } from '../reading-rows.js';
import { type HeldProof, ProofRows } from './proof-rows.js';
import { Proving, Stopping } from './proving.js';

/** How often one proof is taken while the books move under it. */
const mostTries = 4;
/** A proof that killed so many workers would kill the next one too. */
const mostDeaths = 5;

/**
 * Proves that what was pulled is the whole truth: the stored documents, posted by the platform's rules, make what its own
 * reports say. Books that moved between the pull and the reports make a difference too, so that one is believed only when
 * it is found again after everything that changed meanwhile was pulled.
 */
@Injectable()
export class LedgerProofs {
  constructor(
    @Inject(Tenants) private readonly tenants: Tenants,
    private readonly proofs: ProofRows,
    private readonly platforms: PlatformSources,
    private readonly calls: ConnectionCalls,
    private readonly readings: ReadingRows,
    @Inject(SyncLogger) private readonly logger: Logger,
  ) {}

  /** The job `proof`. */
  async run(ids: JobIds, { stopping }: JobContext): Promise<{ againInMs: number } | void> {
    const held = await this.proofs.claim(ids);
    if (!held) return;
    const heartbeat = this.proofs.keepAlive(held);
    try {
      await this.prove(held, AbortSignal.any([stopping, heartbeat.lost]));
    } catch (error) {
      if (heartbeat.lost.aborted || error instanceof StaleAttempt) return;
      if (error instanceof Stopping) {
        await this.proofs.release(held);
        return { againInMs: 0 };
      }
      return await this.settle(held, error);
    } finally {
      heartbeat.stop();
    }
  }

  private async prove(held: HeldProof, stop: AbortSignal): Promise<void> {
    const { deaths, connectionStatus } = held;
    if (connectionStatus !== 'Linked') return this.notProvable(held, 'notLinked', 'The connection is no longer linked.');
    if (deaths > mostDeaths) return this.notProvable(held, 'internal', 'The proof did not come to an end on our side.');
    const platform = this.platforms.of(held.platformKey);
    if (!platform.ledger) return this.notProvable(held, 'noLedger', `How ${platform.name} posts its documents is not known.`);
    const proving = new Proving(this.tenants, held, platform, platform.ledger, stop);
    const call = await this.calls.callFor(held.operatorId, held.connectionId);
    const { verdict, result, moved } = await proving.prove((request) => {
      held.calls += 1;
      return call(request);
    });
    const unsettled = verdict === 'Differs' && (moved || !sameDifferences(result, held.before));
    if (!unsettled) return this.proofs.end(held, verdict, result);
    if (held.tries + 1 >= mostTries) return this.proofs.end(held, verdict, { ...result, reasons: [...result.reasons, restless] });
    const connection = { operatorId: held.operatorId, companyId: held.companyId, connectionId: held.connectionId };
    const { due } = await this.tenants.run(held.operatorId, (manager) => this.readings.add(manager, platform, connection, proving.dataTypes));
    await this.proofs.again(held, result);
    await this.readings.wake(held.operatorId, due, 'due');
  }

  private async settle(held: HeldProof, error: unknown): Promise<{ againInMs: number } | void> {
    const step = nextStep(error, held.failures);
    const facts = { err: error, proofId: held.id, connectionId: held.connectionId };
    this.logger[error instanceof ConnectorError ? 'warn' : 'error'](facts, step.kind === 'fail' ? 'ledger proof failed' : 'ledger proof paused');
    try {
      if (step.kind === 'fail') return await this.notProvable(held, step.errorKind, `The trial balance could not be read: ${step.message}`);
      await this.proofs.pause(held, step.seconds, step.failures);
      return { againInMs: step.seconds * 1000 };
    } catch (failure) {
      if (!(failure instanceof StaleAttempt)) throw failure;
    }
  }

  private notProvable(held: HeldProof, kind: string, message: string): Promise<void> {
    return this.proofs.end(held, 'NotProvable' satisfies ProofVerdict, { message, reasons: [{ kind, message } satisfies ProofReason] });
  }
}

const restless: ProofReason = { kind: 'moving', message: 'The books changed every time while they were compared: what differs may be a change on its way.' };

function sameDifferences(one: ProofResult, other: ProofResult | null): boolean {
  return differencesIn(one) === differencesIn(other);
}

/** What comes out of the database has its keys in another order. */
function differencesIn(result: ProofResult | null): string | undefined {
  return result?.comparison?.differences.map(({ report, accountId, name, date, dates, ours, theirs }) => [report, accountId, name, date, dates, ours, theirs].join(' ')).join('\n');
}
