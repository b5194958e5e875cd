import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CallBudget } from '#calls/call-budget';
import { CallTargets } from '#calls/call-targets';
import { ConnectionLosses } from '#calls/connection-losses';
import { HttpCallers } from '#calls/http-callers';
import { OrganisationCalls } from '#calls/organisation-calls';
import { GrantRows } from '#grants/grant-rows';
import { Grants } from '#grants/grants.service';
import { type PlatformHosts, Platforms } from '#grants/platforms';
import { TokenEndpoint } from '#grants/token-endpoint';
import { ConnectionProbes } from './connection-probes.js';
import { Connections } from './connections.service.js';
import { ConsentSettlements } from './consent-settlements.js';
import { Consents } from './consents.js';
import { Deauthorizations } from './deauthorizations.js';
import { DisconnectionWake } from './disconnection-wake.js';
import { Disconnections } from './disconnections.js';
import { GrantKeeper } from './grant-keeper.js';
import { LinkAttempts } from './link-attempts.service.js';
import { LinkCompletion } from './link-completion.js';
import { LinkSettlement } from './link-settlement.js';
import { LinkStart, PublicUrl } from './link-start.js';
import { LinkView } from './link-view.js';
import { OnLinked } from './on-linked.js';
import { QueueDisconnectionWake } from './queue-disconnection-wake.js';

export interface ConnectionsOptions {
  readonly publicUrl: string;
  /** Hosts of each platform by its key. */
  readonly hosts: Readonly<Record<string, PlatformHosts>>;
  /** A provider of a global module that is told when a connection is linked. */
  readonly onLinked: Type<OnLinked>;
}

/** Grants, calls and connections. Needs the global database and queue modules and a global Vault. */
@Module({})
export class ConnectionsModule {
  static forRoot({ publicUrl, hosts, onLinked }: ConnectionsOptions): DynamicModule {
    return {
      module: ConnectionsModule,
      global: true,
      providers: [
        { provide: Platforms, useFactory: () => new Platforms(hosts) },
        { provide: PublicUrl, useValue: publicUrl },
        { provide: OnLinked, useExisting: onLinked },
        { provide: ConnectionLosses, useClass: Deauthorizations },
        { provide: DisconnectionWake, useClass: QueueDisconnectionWake },
        GrantRows, Grants, TokenEndpoint,
        CallBudget, CallTargets, HttpCallers, OrganisationCalls,
        ConnectionProbes, Connections, Consents, ConsentSettlements, Disconnections, GrantKeeper,
        LinkAttempts, LinkCompletion, LinkSettlement, LinkStart, LinkView,
      ],
      exports: [Platforms, Grants, OrganisationCalls, ConnectionProbes, Connections, ConsentSettlements, Disconnections, GrantKeeper, LinkAttempts],
    };
  }
}
