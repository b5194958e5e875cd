import { Injectable } from '@nestjs/common';
import type { JobDefinition, JobHandler } from '#queue/jobs';
import { SourceChanges } from '#sync/source-changes';

/** Starts to read what the platform says has changed of one connection. */
@Injectable()
export class FetchChangesJob implements JobDefinition {
  readonly name = 'change';
  readonly concurrency = 4;

  constructor(private readonly changes: SourceChanges) {}

  readonly handle: JobHandler = ({ operatorId, id }) => this.changes.fetch(operatorId, id);
}
