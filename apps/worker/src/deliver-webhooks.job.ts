import { Injectable } from '@nestjs/common';
import { Deliveries } from '#events/deliveries';
import type { JobDefinition, JobHandler } from '#queue/jobs';

/** Delivers what is due to one webhook consumer. */
@Injectable()
export class DeliverWebhooksJob implements JobDefinition {
  readonly name = 'delivery';
  // They wait for consumers most of the time, and one that hangs keeps its place for as long as a call may take.
  readonly concurrency = 64;

  constructor(private readonly deliveries: Deliveries) {}

  readonly handle: JobHandler = (ids, context) => this.deliveries.run(ids, context);
}
