import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { BooksModule } from '#books/books.module';
import { StraySql } from '#books/stray-sql';
import { ConnectionProbes } from '#connections/connection-probes';
import { ConnectionsModule } from '#connections/connections.module';
import { GrantKeeper } from '#connections/grant-keeper';
import { LinkAttempts } from '#connections/link-attempts.service';
import { DatabaseModule } from '#database/database.module';
import { Directory } from '#database/directory';
import { applicationUrl } from '#database/roles';
import { EventsModule } from '#events/events.module';
import { FanOut } from '#events/fan-out';
import { OldEvents } from '#events/old-events';
import type { ServerEnv } from '#platform/env';
import { PushModule } from '#push/push.module';
import type { QueueStore } from '#queue/backend';
import type { JobDefinition } from '#queue/jobs';
import { Queue, Store } from '#queue/queue';
import { QueueModule } from '#queue/queue.module';
import { Workers } from '#queue/workers';
import { FinishedRemappings } from '#sync/finished-remappings';
import { FirstPull } from '#sync/first-pull';
import { ScheduledPulls } from '#sync/scheduled-pulls';
import { type Chore, Sweep } from '#sync/sweep';
import { PullModule, RefreshModule } from '#sync/sync.module';
import { Vault } from '#vault/vault';
import { DeliverWebhooksJob } from './deliver-webhooks.job.js';
import { DisconnectJob } from './disconnect.job.js';
import { FetchChangesJob } from './fetch-changes.job.js';
import { ProveLedgerJob } from './prove-ledger.job.js';
import { ReadSourceJob } from './read-source.job.js';
import { RemapRecordsJob } from './remap-records.job.js';
import { SettleConsentJob } from './settle-consent.job.js';
import { WriteRecordJob } from './write-record.job.js';
import { Chores, Jobs, JobWorkers, Worker, WorkerLogger, WorkerSweep } from './worker.js';

const jobs = [ReadSourceJob, RemapRecordsJob, ProveLedgerJob, DisconnectJob, SettleConsentJob, DeliverWebhooksJob, FetchChangesJob, WriteRecordJob];

/** What every worker looks after by itself. */
const chores = (
  ...[attempts, grants, remappings, schedule, events, oldEvents, probes, straySql]:
  [LinkAttempts, GrantKeeper, FinishedRemappings, ScheduledPulls, FanOut, OldEvents, ConnectionProbes, StraySql]
): Chore[] => [
  { what: 'expiry of link attempts', everyMs: 15_000, run: async () => { await attempts.expireDue(); } },
  { what: 'keeping grants alive', everyMs: 60_000, run: async () => { await grants.refreshDue(); } },
  { what: 'looking for lost connections', everyMs: 60_000, run: async () => { await probes.probeDue(); } },
  { what: 'pulling what is due', everyMs: 5_000, run: () => schedule.queueDue() },
  { what: 'giving events to webhook consumers', everyMs: 200, run: () => events.run() },
  { what: 'clearing finished remappings', everyMs: 3_600_000, run: () => remappings.clear() },
  { what: 'clearing old events', everyMs: 3_600_000, run: () => oldEvents.clear() },
  { what: 'ending what consumers left running in SQL', everyMs: 15_000, run: () => straySql.end() },
];

/** Secrets are opened in every module that calls a platform. */
@Global()
@Module({})
class SecretsModule {
  static forRoot(keys: string[]): DynamicModule {
    return { module: SecretsModule, providers: [{ provide: Vault, useFactory: () => new Vault(keys) }], exports: [Vault] };
  }
}

@Module({})
export class WorkerModule {
  static forRoot(env: ServerEnv, logger: Logger): DynamicModule {
    const databaseUrl = applicationUrl(env.databaseUrl, env.encryptionKeys[0]);
    return {
      module: WorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, name: 'ledgerbridge-worker', poolSize: 16 }),
        QueueModule.forRoot({ databaseUrl, redisUrl: env.redisUrl, logger }),
        SecretsModule.forRoot(env.encryptionKeys),
        ConnectionsModule.forRoot({ publicUrl: env.publicUrl, hosts: { gbol: env.xero }, onLinked: FirstPull }),
        RefreshModule,
        PullModule.forRoot(env),
        PushModule.forRoot(env),
        EventsModule.forRoot(env),
        BooksModule,
      ],
      providers: [
        Worker, ...jobs,
        { provide: WorkerLogger, useValue: logger },
        { provide: Jobs, useFactory: (...all: JobDefinition[]) => all, inject: jobs },
        { provide: Chores, useFactory: chores, inject: [LinkAttempts, GrantKeeper, FinishedRemappings, ScheduledPulls, FanOut, OldEvents, ConnectionProbes, StraySql] },
        { provide: JobWorkers, useFactory: (store: QueueStore) => new Workers(store, logger), inject: [Store] },
        { provide: WorkerSweep, useFactory: (directory: Directory, queue: Queue) => new Sweep(directory, queue, logger), inject: [Directory, Queue] },
      ],
    };
  }
}
