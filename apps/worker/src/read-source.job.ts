import { Injectable } from '@nestjs/common';
import type { JobDefinition, JobHandler } from '#queue/jobs';
import { Pull } from '#sync/pull';

/** Reads one endpoint of one connection from where it was left. */
@Injectable()
export class ReadSourceJob implements JobDefinition {
  readonly name = 'reading';
  // Two pages of each are in memory at a time, and an organisation takes five calls at once. Four organisations of 20,000
  // invoices with five lines each, read side by side, took 340 MB at most with the heap kept to 192 MB.
  readonly concurrency = 4;

  constructor(private readonly pull: Pull) {}

  readonly handle: JobHandler = (ids, context) => this.pull.run(ids, context);
}
