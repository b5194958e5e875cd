import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { Queue } from '#queue/queue';
import { noteChanges, type SourceChange } from '#sync/source-change-rows';

/** How long requests are gathered for one transaction. */
const gatherMs = 20;

/** A change that one operator's app was told of. */
export interface NotedChange extends SourceChange {
  readonly operatorId: string;
}

interface Batch {
  readonly changes: Map<string, NotedChange>;
  readonly stored: Promise<void>;
}

/** Stores what platforms tell: many requests in one transaction, and what is told many times once. */
@Injectable()
export class ChangeIntake {
  private batch: Batch | null = null;
  private storing: Promise<void> = Promise.resolve();

  constructor(private readonly tenants: Tenants, private readonly queue: Queue) {}

  /** Resolves when the changes are committed. Whoever tells of them hears of a failure and tells them again. */
  async store(changes: readonly NotedChange[]): Promise<void> {
    if (changes.length === 0) return;
    this.batch ??= this.open();
    for (const change of changes) this.batch.changes.set([change.appId, change.organisationId, change.source].join('\n'), change);
    await this.batch.stored;
  }

  /** One batch is written at a time: a slow database makes batches larger, not more. */
  private open(): Batch {
    const changes: Batch['changes'] = new Map();
    const before = this.storing.catch(() => undefined);
    const stored = Promise.all([pause(gatherMs), before]).then(() => {
      this.batch = null;
      return this.write([...changes.values()]);
    });
    this.storing = stored;
    return { changes, stored };
  }

  private async write(changes: readonly NotedChange[]): Promise<void> {
    const operatorIds = [...new Set(changes.map(({ operatorId }) => operatorId))];
    await Promise.all(operatorIds.map(async (operatorId) => {
      const own = changes.filter((change) => change.operatorId === operatorId);
      const connections = await this.tenants.sql(operatorId, (client) => noteChanges(client, operatorId, own));
      // Who told us need not wait for it, and a wake that is lost is found by the sweep.
      for (const id of connections) void this.queue.wake('change', { operatorId, id });
    }));
  }
}
