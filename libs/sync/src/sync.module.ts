import { type DynamicModule, Global, Module } from '@nestjs/common';
import { connectorOf } from '#connectors/registry';
import { OrganisationCalls } from '#calls/organisation-calls';
import { createLogger } from '#platform/logger';
import { FinishedRemappings } from './finished-remappings.js';
import { FirstPull } from './first-pull.js';
import { LedgerProofs } from './proof/ledger-proofs.js';
import { ProofRows } from './proof/proof-rows.js';
import { ProofService } from './proof/proof.service.js';
import { ConnectionCalls, PlatformSources } from './platform-sources.js';
import { Pull, SyncLogger } from './pull.js';
import { ReadingRows } from './reading-rows.js';
import { KeptVersions, Readings } from './readings.js';
import { RefreshService } from './refresh.service.js';
import { RemapService } from './remap.service.js';
import { Remapper } from './remapper.js';
import { ScheduledPulls } from './scheduled-pulls.js';
import { SupplementalData } from './supplemental-data.service.js';
import { SyncSettings } from './sync-settings.js';
import { SourceChanges } from './source-changes.js';

const platforms = { provide: PlatformSources, useValue: { of: connectorOf } };

/** What starts pulls: for every process. Needs the global database and queue modules. */
@Global()
@Module({ providers: [platforms, ReadingRows, RefreshService, RemapService, FirstPull, SyncSettings, SupplementalData, ProofService], exports: [RefreshService, RemapService, FirstPull, SyncSettings, SupplementalData, ProofService] })
export class RefreshModule {}

/** What does them: for workers. Needs the global module of connections for OrganisationCalls. */
@Module({})
export class PullModule {
  static forRoot({ recordVersions }: { recordVersions: number }): DynamicModule {
    return {
      module: PullModule,
      providers: [
        platforms,
        { provide: ConnectionCalls, useExisting: OrganisationCalls },
        { provide: SyncLogger, useFactory: () => createLogger('sync') },
        { provide: KeptVersions, useValue: recordVersions },
        Readings, Pull, Remapper, FinishedRemappings, ScheduledPulls, ReadingRows, SourceChanges, ProofRows, LedgerProofs,
      ],
      exports: [Pull, LedgerProofs, Remapper, FinishedRemappings, ScheduledPulls, SourceChanges],
    };
  }
}
