import { z } from 'zod';

/** Every kind of work that a queue can wake a worker for. Each has exactly one handler. */
export const jobNames = ['reading', 'disconnection', 'remapping', 'consent', 'proof', 'delivery', 'change', 'push'] as const;

export type JobName = (typeof jobNames)[number];

/** All that a job carries: which row to look at. Data and secrets stay in PostgreSQL. */
export const jobIds = z.strictObject({ operatorId: z.uuid(), id: z.uuid() });

export type JobIds = z.infer<typeof jobIds>;

/** What a worker gives a handler beside the ids. */
export interface JobContext {
  /** Aborts when the process wants to stop: finish the page at hand, give the work back, return. */
  readonly stopping: AbortSignal;
}

/**
 * Does what the row says is due and returns. A positive `againInMs` asks to be called once more, later. A throw means
 * that nobody foresaw it: the queue tries a few times, then drops the job, and the sweep finds the row again.
 */
export type JobHandler = (ids: JobIds, context: JobContext) => Promise<{ againInMs: number } | void>;

/** One job's name, what does it, and how many of it one process may run side by side. */
export interface JobDefinition {
  readonly name: JobName;
  readonly concurrency: number;
  readonly handle: JobHandler;
}
