import { Injectable } from '@nestjs/common';
import { Disconnections } from '#connections/disconnections';
import type { JobDefinition, JobHandler } from '#queue/jobs';

/** Ends a connection at the platform that is no longer wanted. */
@Injectable()
export class DisconnectJob implements JobDefinition {
  readonly name = 'disconnection';
  readonly concurrency = 4;

  constructor(private readonly disconnections: Disconnections) {}

  readonly handle: JobHandler = async ({ operatorId, id }) => {
    const seconds = await this.disconnections.disconnect(operatorId, id);
    return seconds === null ? undefined : { againInMs: seconds * 1000 };
  };
}
