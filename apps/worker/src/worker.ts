import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { JobDefinition } from '#queue/jobs';
import type { Chore, Sweep } from '#sync/sweep';
import type { Workers } from '#queue/workers';

export const WorkerLogger = Symbol('WorkerLogger');
export const Jobs = Symbol('Jobs');
export const WorkerSweep = Symbol('WorkerSweep');
export const Chores = Symbol('Chores');
export const JobWorkers = Symbol('JobWorkers');

/** One worker process: its job handlers, and what it looks after by itself. */
@Injectable()
export class Worker implements BeforeApplicationShutdown {
  constructor(
    @Inject(Jobs) private readonly jobs: readonly JobDefinition[],
    @Inject(JobWorkers) private readonly workers: Workers,
    @Inject(WorkerSweep) private readonly sweep: Sweep,
    @Inject(Chores) private readonly chores: readonly Chore[],
    @Inject(WorkerLogger) private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    await this.workers.start(this.jobs);
    this.sweep.start(this.chores);
    this.logger.info('worker started');
  }

  /** Before the database and the queue are closed: jobs still store the page at hand and give their work back. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.workers.stop(), this.sweep.stop()]);
  }
}
