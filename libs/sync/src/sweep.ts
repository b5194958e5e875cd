import type { Logger } from 'pino';
import type { Directory } from '#database/directory';
import type { Queue } from '#queue/queue';

/** Rows told to the queue in one round. */
const most = 500;

/** Something else to look after now and then, such as what has expired. */
export interface Chore {
  readonly everyMs: number;
  readonly what: string;
  run(): Promise<void>;
}

/**
 * Tells the queue again what is due and in nobody's hands. With it a queue may be lost altogether: PostgreSQL knows all
 * work, and every worker process sweeps. Rows whose job is on the queue already are not added twice.
 */
export class Sweep {
  private timers: NodeJS.Timeout[] = [];
  private readonly under = new Set<Promise<void>>();

  constructor(private readonly directory: Directory, private readonly queue: Queue, private readonly logger: Logger) {}

  start(chores: readonly Chore[], everyMs = 3_000): void {
    for (const chore of [{ everyMs, what: 'sweep', run: () => this.once() }, ...chores]) {
      // Workers that were started together do not sweep together for ever.
      const jitter = chore.everyMs * (0.8 + 0.4 * Math.random());
      this.timers.push(setInterval(() => this.guarded(chore), jitter));
      this.guarded(chore);
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    await Promise.all(this.under);
  }

  async once(): Promise<void> {
    const work = await this.directory.unfinishedWork(most);
    await Promise.all(work.map(({ kind, operatorId, id }) => this.queue.wake(kind, { operatorId, id })));
  }

  /** A database that is away is tried again in the next round, and a round that takes long is not doubled. */
  private guarded(chore: Chore & { busy?: boolean }): void {
    if (chore.busy) return;
    chore.busy = true;
    const round = chore.run()
      .catch((error: unknown) => this.logger.warn({ err: error }, `${chore.what} failed`))
      .finally(() => {
        chore.busy = false;
        this.under.delete(round);
      });
    this.under.add(round);
  }
}
