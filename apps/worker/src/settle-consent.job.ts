import { Injectable } from '@nestjs/common';
import { ConsentSettlements } from '#connections/consent-settlements';
import type { JobDefinition, JobHandler } from '#queue/jobs';

/** Settles a consent that could not be settled when it was given. */
@Injectable()
export class SettleConsentJob implements JobDefinition {
  readonly name = 'consent';
  readonly concurrency = 4;

  constructor(private readonly consents: ConsentSettlements) {}

  readonly handle: JobHandler = async ({ operatorId, id }) => {
    const seconds = await this.consents.settleDue(operatorId, id);
    return seconds === null ? undefined : { againInMs: seconds * 1000 };
  };
}
