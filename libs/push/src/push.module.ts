import { type DynamicModule, Module } from '@nestjs/common';
import { OrganisationCalls } from '#calls/organisation-calls';
import { connectorOf } from '#connectors/registry';
import { createLogger } from '#platform/logger';
import { ConnectionCalls, PlatformSources } from '#sync/platform-sources';
import { SyncLogger } from '#sync/pull';
import { KeptVersions } from '#sync/readings';
import { Preparation } from './preparation.js';
import { PushEnds } from './push-ends.js';
import { PushRequests } from './push-requests.js';
import { PushRows } from './push-rows.js';
import { Pushes } from './pushes.js';

const platforms = { provide: PlatformSources, useValue: { of: connectorOf } };

/** What takes pushes: for every process. Needs the global database and queue modules. */
@Module({ providers: [platforms, PushRequests], exports: [PushRequests] })
export class PushRequestModule {}

/** What writes them: for workers. Needs the global modules of connections and of refreshes. */
@Module({})
export class PushModule {
  static forRoot({ recordVersions }: { recordVersions: number }): DynamicModule {
    return {
      module: PushModule,
      providers: [
        platforms,
        { provide: ConnectionCalls, useExisting: OrganisationCalls },
        { provide: SyncLogger, useFactory: () => createLogger('push') },
        { provide: KeptVersions, useValue: recordVersions },
        PushRows, PushEnds, Preparation, Pushes,
      ],
      exports: [Pushes],
    };
  }
}
