import { Injectable } from '@nestjs/common';
import { Pushes } from '#push/pushes';
import type { JobDefinition, JobHandler } from '#queue/jobs';

/** Writes one record to its platform, once. */
@Injectable()
export class WriteRecordJob implements JobDefinition {
  readonly name = 'push';
  // They wait for platforms, and nothing of them is large but an attachment.
  readonly concurrency = 8;

  constructor(private readonly pushes: Pushes) {}

  readonly handle: JobHandler = (ids, context) => this.pushes.run(ids, context);
}
