import { Injectable } from '@nestjs/common';
import type { JobDefinition, JobHandler } from '#queue/jobs';
import { Remapper } from '#sync/remapper';

/** Maps stored documents again after what they name has changed. */
@Injectable()
export class RemapRecordsJob implements JobDefinition {
  readonly name = 'remapping';
  readonly concurrency = 1;

  constructor(private readonly remapper: Remapper) {}

  readonly handle: JobHandler = (ids, context) => this.remapper.run(ids, context);
}
