import { Injectable } from '@nestjs/common';
import { ConnectorError, ReadingError } from '#connector-kit/errors';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';
import { createLogger } from '#platform/logger';
import { ConsentSettlements } from './consent-settlements.js';
import { Consents } from './consents.js';
import { type Attempt, attemptColumns, attemptOf, type AttemptRow, endAttempt, isOver } from './link-attempt-row.js';
import type { LinkReason } from './link-reasons.js';
import { stateHash } from './link-state.js';

/** The platform's answer as it arrives at an app's redirect URI. */
export interface Callback {
  readonly appId: string;
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly error: string | undefined;
  /** SHA-256 of the secret in the arriving browser's cookie; undefined without one. */
  readonly browserHash: Buffer | undefined;
}

/** Either the attempt to show, or why none may be shown to this browser. */
export type Completion = { readonly attemptId: string } | { readonly ended: 'expired' | 'keysChanged' | 'replayed' | 'wrongBrowser' | 'unknown' };

/** Takes the platform's answer, once, from the browser that started. */
@Injectable()
export class LinkCompletion {
  private readonly log = createLogger('link');

  constructor(
    private readonly tenants: Tenants,
    private readonly directory: Directory,
    private readonly consents: Consents,
    private readonly settlements: ConsentSettlements,
  ) {}

  async complete({ appId, state, code, error, browserHash }: Callback): Promise<Completion> {
    const operatorId = await this.directory.operatorOfApp(appId);
    if (operatorId === null || !state || !browserHash) return { ended: state && operatorId !== null ? 'wrongBrowser' : 'unknown' };
    const spent = await this.spend(operatorId, appId, stateHash(state), browserHash);
    if ('ended' in spent) return spent;
    const reason = await this.consent(spent, code, error);
    if (isOver(spent)) return { ended: spent.reason === 'keysChanged' ? 'keysChanged' : 'expired' };
    if (reason) await this.tenants.run(operatorId, (manager) => endAttempt(manager, spent, 'failed', reason));
    return { attemptId: spent.id };
  }

  /**
   * A state is used up by the statement that finds it, so that two callbacks at once cannot both go on. That of an attempt
   * which is over counts too: its consent is taken only to give it back, or it would keep a place at the platform.
   */
  private spend(operatorId: string, appId: string, hash: Buffer, browserHash: Buffer): Promise<Attempt | { ended: 'replayed' | 'wrongBrowser' | 'unknown' }> {
    return this.tenants.run(operatorId, async (manager) => {
      const [[row]] = await manager.query<[AttemptRow[], number]>(`
        update link_attempt set state_hash = null, spent_state_hash = state_hash
        where operator_id = $1 and app_id = $2 and state_hash = $3 and browser_hash = $4
        returning ${attemptColumns}`, [operatorId, appId, hash, browserHash]);
      if (row) return attemptOf(row);
      const [known] = await manager.query<{ same_browser: boolean }[]>(`
        select browser_hash = $4 as same_browser from link_attempt
        where operator_id = $1 and app_id = $2 and (state_hash = $3 or spent_state_hash = $3)`, [operatorId, appId, hash, browserHash]);
      if (!known) return { ended: 'unknown' };
      return { ended: known.same_browser ? 'replayed' : 'wrongBrowser' };
    });
  }

  /** Returns a reason when the attempt got no further than the platform. */
  private async consent(attempt: Attempt, code: string | undefined, error: string | undefined): Promise<LinkReason | null> {
    if (error !== undefined || !code) return error === 'access_denied' ? 'refused' : 'providerError';
    try {
      await this.settlements.settle(await this.consents.receive(attempt, code));
      return null;
    } catch (failure) {
      if (!(failure instanceof ConnectorError || failure instanceof ReadingError)) throw failure;
      this.log.error({ operatorId: attempt.operatorId, attemptId: attempt.id, error: failure }, 'a consent could not be completed');
      return 'providerError';
    }
  }
}
