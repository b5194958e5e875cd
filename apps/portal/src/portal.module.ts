import { type DynamicModule, Module } from '@nestjs/common';
import { ConnectionsModule } from '#connections/connections.module';
import { DatabaseModule } from '#database/database.module';
import { applicationUrl } from '#database/roles';
import { QueueModule } from '#queue/queue.module';
import { FirstPull } from '#sync/first-pull';
import { RefreshModule } from '#sync/sync.module';
import type { Logger } from 'pino';
import { ApiModule } from './api/api.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import type { Settings } from './http/settings.js';
import { IncomingWebhooksModule } from './incoming-webhooks/incoming-webhooks.module.js';
import { IntegrationsModule } from './integrations/integrations.module.js';
import { LinkModule } from './link/link.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SqlAccessModule } from './sql-access/sql-access.module.js';
import { WebModule } from './web/web.module.js';

export interface PortalParts {
  settings: Settings;
  logger: Logger;
  /** Folder of the built web app; undefined where it has not been built. */
  webFolder: string | undefined;
}

@Module({})
export class PortalModule {
  static forRoot({ settings, logger, webFolder }: PortalParts): DynamicModule {
    const databaseUrl = applicationUrl(settings.databaseUrl, settings.encryptionKeys[0]);
    return {
      module: PortalModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, name: 'ledgerbridge-portal', poolSize: 20 }),
        QueueModule.forRoot({ databaseUrl, redisUrl: settings.redisUrl, logger }),
        HttpModule.forRoot(settings, logger),
        RefreshModule,
        ConnectionsModule.forRoot({ publicUrl: settings.publicUrl, hosts: { gbol: settings.xero }, onLinked: FirstPull }),
        ApiModule,
        SessionsModule,
        IntegrationsModule,
        IncomingWebhooksModule,
        SqlAccessModule,
        LinkModule,
        HealthModule,
        WebModule.forRoot(webFolder),
      ],
    };
  }
}
