import { Injectable } from '@nestjs/common';
import { ConnectionLosses } from '#calls/connection-losses';
import { ConnectorError } from '#connector-kit/errors';
import { Directory } from '#database/directory';
import { Grants } from '#grants/grants.service';
import { createLogger } from '#platform/logger';

/**
 * Keeps grants alive that nobody calls with: a refresh token dies after 60 idle days, and a refresh that was cut off must
 * be repeated while the platform still takes the older token.
 */
@Injectable()
export class GrantKeeper {
  private readonly log = createLogger('grants');

  constructor(private readonly directory: Directory, private readonly grants: Grants, private readonly losses: ConnectionLosses) {}

  /** One sweep. Returns how many grants were due. */
  async refreshDue(most = 20): Promise<number> {
    const due = await this.directory.grantsToRefresh(most);
    for (const { operatorId, id } of due) await this.refresh(operatorId, id);
    return due.length;
  }

  private async refresh(operatorId: string, grantId: string): Promise<void> {
    try {
      await this.grants.accessToken(operatorId, grantId);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.reason === 'grantDead') await this.losses.grantLost(operatorId, grantId, error.detail ?? 'The consent is no longer valid.');
      this.log.warn({ operatorId, grantId, error }, 'a grant could not be kept alive');
    }
  }
}
