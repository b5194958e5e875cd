import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import type { JobQueue, QueueStore } from './backend.js';
import { jobIds, jobNames, type JobIds, type JobName } from './jobs.js';
import { quietErrors } from './quiet-errors.js';

/** Tokens of what the module provides. */
export const Store = Symbol('QueueStore');
export const QueueLogger = Symbol('QueueLogger');

/** Longest that a wake may hold up the request or the page that it follows. */
const patienceMs = 2_000;

/**
 * Wakes a worker for a row that is already committed. It is a hint: one that is lost (store away, queue wiped) is found
 * again by the sweep, so `wake` never throws and never takes long.
 */
@Injectable()
export class Queue implements OnApplicationShutdown {
  private readonly queues: ReadonlyMap<JobName, JobQueue>;
  private readonly failures = new Failures();

  constructor(@Inject(Store) private readonly store: QueueStore, @Inject(QueueLogger) logger: Logger) {
    this.queues = new Map(jobNames.map((name) => [name, store.openQueue(name)]));
    quietErrors(this.failures, logger, 'wake');
  }

  /**
   * One job per row at a time: waking a row whose job is waiting or running adds nothing. `rank`: of the jobs that wait,
   * those of the lowest rank go first.
   */
  async wake(name: JobName, ids: JobIds, { delayMs = 0, rank = 0 }: { delayMs?: number; rank?: number } = {}): Promise<void> {
    const { operatorId, id } = jobIds.parse({ operatorId: ids.operatorId, id: ids.id });
    const adding = this.queues.get(name)!.add(name, { operatorId, id }, { jobId: `${name}-${id}`, delay: delayMs, priority: rank });
    try {
      await withPatience(adding);
    } catch (error) {
      this.failures.report(error);
    }
  }

  /** Rejects when the store cannot be reached within a few seconds. */
  async ping(): Promise<void> {
    await withPatience(this.queues.get('reading')!.count());
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([...this.queues.values()].map((queue) => withPatience(queue.close())));
    await this.store.close();
  }
}

/** So that wakes that failed go through the same throttled log as the store's own errors. */
class Failures {
  private listener: (error: Error) => void = () => undefined;

  on(_event: 'error', listener: (error: Error) => void): void {
    this.listener = listener;
  }

  report(error: unknown): void {
    this.listener(error instanceof Error ? error : new Error(String(error)));
  }
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  let timer: NodeJS.Timeout;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The queue did not answer in time')), patienceMs);
  });
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}
