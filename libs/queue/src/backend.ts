import type { Logger } from 'pino';
import { Queue as RedisQueue, withBackend, Worker as RedisWorker, createPostgresBackend } from 'bullmq';
import type { Job, Processor, QueueOptions, WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { sessionLimits } from '#database/data-source';
import type { JobIds, JobName } from './jobs.js';
import { quietErrors } from './quiet-errors.js';
import { queueSchema } from './prepare-queue.js';

export interface QueueStoreOptions {
  /** The application's own database; the queue lives in a schema of it unless `redisUrl` is given. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly logger: Logger;
}

/** What the rest of the library needs of BullMQ's two classes, the same on both stores. */
export interface JobQueue {
  add(name: JobName, data: JobIds, options: object): Promise<unknown>;
  count(): Promise<number>;
  close(): Promise<void>;
}

export interface JobWorker {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}

export type JobProcessor = (job: Job<JobIds>, token: string | undefined) => Promise<void>;

/** Opens queues and workers on the store that the settings name. Everything opened here is closed by `close`. */
export interface QueueStore {
  openQueue(name: JobName): JobQueue;
  openWorker(name: JobName, work: JobProcessor, concurrency: number): JobWorker;
  close(): Promise<void>;
}

/**
 * A worker that died is noticed after the lock, its job is taken over at the next check but one: well under 15 seconds.
 * Locks this short now and then take a job from a worker that is only slow; the fence of the work itself makes that harmless.
 */
const lockTimes = { lockDuration: 6_000, stalledInterval: 3_000 };

/** Deaths never fail a job: what fails, and when, is decided by the row that the job points to. */
const workerSettings = { ...lockTimes, maxStalledCount: 1_000_000 };

const jobSettings = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  // A failed job that stayed would keep its id taken, and no later wake would get through.
  removeOnFail: true,
} as const;

export function openQueueStore(options: QueueStoreOptions): QueueStore {
  return options.redisUrl ? redisStore(options.redisUrl, options.logger) : postgresStore(options.databaseUrl, options.logger);
}

function postgresStore(url: string, logger: Logger): QueueStore {
  // Each worker keeps one connection of the pool to listen on.
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    keepAlive: true,
    application_name: 'ledgerbridge-queue',
    ...sessionLimits,
    options: `-c search_path=${queueSchema}`,
  });
  pool.setMaxListeners(0);
  quietErrors(pool, logger, 'queue store');
  const { Queue, Worker } = withBackend(createPostgresBackend);
  return {
    openQueue: (name) =>
      quietErrors(new Queue<JobIds>(name, { connection: pool, defaultJobOptions: jobSettings }), logger, 'queue') as JobQueue,
    openWorker: (name, work, concurrency) =>
      quietErrors(new Worker<JobIds>(name, work, { connection: pool, concurrency, ...workerSettings }), logger, 'queue worker'),
    close: () => pool.end(),
  };
}

function redisStore(url: string, logger: Logger): QueueStore {
  const connections: Redis[] = [];
  const connect = (options: object) => {
    const connection = quietErrors(new Redis(url, { maxRetriesPerRequest: null, ...options }), logger, 'queue store');
    connections.push(connection);
    return connection;
  };
  // A wake must not wait for a Redis that is away: the row is committed and the sweep brings the job back.
  const producer = connect({ enableOfflineQueue: true, maxRetriesPerRequest: 1 });
  return {
    openQueue: (name) => {
      const settings: QueueOptions = { connection: producer, defaultJobOptions: jobSettings };
      return quietErrors(new RedisQueue<JobIds>(name, settings), logger, 'queue') as JobQueue;
    },
    openWorker: (name, work, concurrency) => {
      const settings: WorkerOptions = { connection: connect({}), concurrency, ...workerSettings };
      return quietErrors(new RedisWorker<JobIds>(name, work as Processor<JobIds>, settings), logger, 'queue worker');
    },
    close: () => {
      for (const connection of connections) connection.disconnect();
      return Promise.resolve();
    },
  };
}
