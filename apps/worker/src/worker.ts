import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { GrantKeeper } from '#connections/grant-keeper';
import { LinkAttempts } from '#connections/link-attempts.service';
import type { JobDefinition } from '#queue/jobs';
import type { Chore, Sweep } from '#sync/sweep';
import type { Workers } from '#queue/workers';

export const WorkerLogger = Symbol('WorkerLogger');
export const Jobs = Symbol('Jobs');
export const WorkerSweep = Symbol('WorkerSweep');
export const JobWorkers = Symbol('JobWorkers');

/** One worker process: its job handlers, and what it looks after by itself. */
@Injectable()
export class Worker implements BeforeApplicationShutdown {
  constructor(
    @Inject(Jobs) private readonly jobs: readonly JobDefinition[],
    @Inject(JobWorkers) private readonly workers: Workers,
    @Inject(WorkerSweep) private readonly sweep: Sweep,
    private readonly attempts: LinkAttempts,
    private readonly grants: GrantKeeper,
    @Inject(WorkerLogger) private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    await this.workers.start(this.jobs);
    this.sweep.start(this.chores());
    this.logger.info('worker started');
  }

  /** Before the database and the queue are closed: jobs still store the page at hand and give their work back. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.workers.stop(), this.sweep.stop()]);
  }

  private chores(): Chore[] {
    return [
      { what: 'expiry of link attempts', everyMs: 15_000, run: async () => { await this.attempts.expireDue(); } },
      { what: 'keeping grants alive', everyMs: 60_000, run: async () => { await this.grants.refreshDue(); } },
    ];
  }
}
