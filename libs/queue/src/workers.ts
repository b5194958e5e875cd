import type { Job } from 'bullmq';
import { DelayedError } from 'bullmq';
import type { Logger } from 'pino';
import type { JobWorker, QueueStore } from './backend.js';
import { jobIds, jobNames, type JobDefinition, type JobIds } from './jobs.js';

/** How long a stopping process lets its jobs finish the page at hand. */
const stopPatienceMs = 20_000;

/** Runs the handlers of one process. */
export class Workers {
  private readonly stopping = new AbortController();
  private readonly running: JobWorker[] = [];

  constructor(private readonly store: QueueStore, private readonly logger: Logger) {}

  /** Refuses a set in which a job has no handler or several: such a worker would leave work undone or do it in two ways. */
  async start(definitions: readonly JobDefinition[]): Promise<void> {
    checkHandlers(definitions);
    for (const definition of definitions) {
      this.running.push(
        this.store.openWorker(definition.name, (job, token) => this.run(definition, job, token), definition.concurrency),
      );
    }
    await Promise.all(this.running.map((worker) => worker.waitUntilReady()));
  }

  /** Takes no more jobs, asks the running ones to stop and waits for them, but not for ever. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const closing = Promise.all(this.running.map((worker) => worker.close()));
    closing.catch(() => undefined);
    let timer: NodeJS.Timeout;
    const enough = new Promise<void>((resolve) => { timer = setTimeout(resolve, stopPatienceMs); });
    await Promise.race([closing, enough]).finally(() => clearTimeout(timer));
  }

  private async run(definition: JobDefinition, job: Job<JobIds>, token: string | undefined): Promise<void> {
    let again: { againInMs: number } | void;
    try {
      again = await definition.handle(jobIds.parse(job.data), { stopping: this.stopping.signal });
    } catch (error) {
      this.logger.error({ err: error, job: definition.name, ...job.data }, 'job failed');
      throw storable(error);
    }
    if (again) {
      await job.moveToDelayed(Date.now() + again.againInMs, token);
      throw new DelayedError();
    }
  }
}

export function checkHandlers(definitions: readonly Pick<JobDefinition, 'name'>[]): void {
  const faults = jobNames.flatMap((name) => {
    const count = definitions.filter((definition) => definition.name === name).length;
    return count === 1 ? [] : [`"${name}" has ${count === 0 ? 'no handler' : `${count} handlers`}`];
  });
  const unknown = definitions.filter(({ name }) => !jobNames.includes(name)).map(({ name }) => `"${name}" is no job`);
  const all = [...faults, ...unknown];
  if (all.length > 0) throw new Error(`Each job needs exactly one handler: ${all.join(', ')}`);
}

/** The store keeps a failed job's message, and PostgreSQL cannot keep a NUL: the job would then hang until it stalls. */
export function storable(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const clean = new Error(message.replaceAll('\0', '').toWellFormed().slice(0, 500));
  clean.stack = undefined;
  return clean;
}
