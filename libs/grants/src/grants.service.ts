import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ConnectorError } from '#connector-kit/errors';
import { createLogger } from '#platform/logger';
import type { EntityManager } from 'typeorm';
import { type Grant, type GrantLease, GrantRows } from './grant-rows.js';
import type { TokenSet } from './oauth.js';
import { Platforms } from './platforms.js';
import { TokenEndpoint } from './token-endpoint.js';

/** How long a caller waits for another worker's refresh before it comes back later. */
const patienceMs = 30_000;
/** Well before the platform's grace for a used refresh token ends. */
const alarmSeconds = 10 * 60;

/**
 * The tokens of each app and platform user, kept in one place. Platforms rotate the refresh token at every use, so that
 * one worker refreshes at a time: it leases the row, writes down that it starts, exchanges, and saves the new tokens before
 * anybody uses them. No database connection is held while the platform is asked.
 */
@Injectable()
export class Grants {
  private readonly log = createLogger('grants');

  constructor(private readonly rows: GrantRows, private readonly endpoint: TokenEndpoint, private readonly platforms: Platforms) {}

  /** A consent's tokens replace those of the same app and user. Returns the grant's id. */
  store(manager: EntityManager, consent: { operatorId: string; appId: string; userKey: string; tokens: TokenSet }): Promise<string> {
    return this.rows.replace(manager, consent.operatorId, consent.appId, consent.userKey, consent.tokens);
  }

  /**
   * A live access token. `rejected` names one that the platform has just refused: it is not given out again.
   *
   * Throws ConnectorError: `reconnect` (the grant is dead), `rejected` (the app's credentials are refused: the grant is
   * kept, for the operator may correct them) or `unavailable`.
   */
  async accessToken(operatorId: string, grantId: string, { rejected }: { rejected?: string } = {}): Promise<string> {
    const deadline = performance.now() + patienceMs;
    for (let tries = 0; ; tries += 1) {
      const grant = await this.rows.read(operatorId, grantId);
      if (!grant || grant.deadReason !== null) throw new ConnectorError('reconnect', 'grantDead', { detail: grant?.deadReason ?? undefined });
      if (grant.fresh && grant.access !== rejected) return grant.access;
      const { refreshGraceSeconds } = this.platforms.of(grant.platformKey).connector.auth;
      const lease = await this.rows.claim(grant, refreshGraceSeconds);
      const renewed = lease && await this.refresh(lease);
      if (renewed) return renewed;
      if (performance.now() > deadline) {
        throw new ConnectorError('unavailable', 'timeout', { detail: 'Another worker is still refreshing the tokens.', retryAfterSeconds: 5 });
      }
      await pause(Math.min(50 * 2 ** tries, 500) * (0.5 + Math.random()));
    }
  }

  /** Null: somebody else has newer tokens, read again. */
  private async refresh(lease: GrantLease): Promise<string | null> {
    const { grant } = lease;
    if (lease.unsettledSeconds > alarmSeconds) {
      this.log.error({ operatorId: grant.operatorId, grantId: grant.id, seconds: Math.round(lease.unsettledSeconds) }, 'a refresh has had no known end for too long');
    }
    const letGo = this.rows.holdLease(lease);
    try {
      return await this.exchange(lease);
    } catch (error) {
      // Only an answer that refuses the request says that nothing was rotated.
      const settled = error instanceof ConnectorError && error.kind === 'rejected';
      // A lease that cannot be given back runs out.
      await this.rows.release(lease, { settled }).catch(() => undefined);
      throw error;
    } finally {
      letGo();
    }
  }

  private async exchange(lease: GrantLease): Promise<string | null> {
    const { grant } = lease;
    for (const token of candidates(lease)) {
      const tokens = await this.ask(grant, token);
      if (tokens) return (await this.rows.save(lease, tokens, token)) ? tokens.accessToken : null;
      const now = await this.rows.read(grant.operatorId, grant.id);
      if (now?.version !== grant.version) return null;
    }
    const reason = 'The platform no longer accepts the refresh token.';
    if (!(await this.rows.markDead(lease, reason))) return null;
    throw new ConnectorError('reconnect', 'grantDead', { detail: reason });
  }

  /** Null: the platform does not take this refresh token. */
  private async ask(grant: Grant, refreshToken: string): Promise<TokenSet | null> {
    try {
      return await this.endpoint.refresh(grant.operatorId, grant.appId, refreshToken);
    } catch (error) {
      if (error instanceof ConnectorError && error.reason === 'grantDead') return null;
      throw error;
    }
  }
}

/** The current refresh token, then, within the platform's grace, the one that it replaced. */
function candidates({ grant, previousInGrace }: GrantLease): string[] {
  return grant.previous !== undefined && previousInGrace ? [grant.refresh, grant.previous] : [grant.refresh];
}
