import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { DailyRequests, RequestsPerCompany } from '#operators/daily-requests.service';
import { OperatorsModule } from '#operators/operators.module';
import { Vault } from '#vault/vault';
import type { Logger } from 'pino';
import { BrowserAccess } from '../company-access/browser-access.js';
import { Idempotency } from '../idempotency/idempotency.interceptor.js';
import { RateLimitGuard } from '../rate-limit/rate-limit.guard.js';
import { AccessGuard } from './access.guard.js';
import { Cookies } from './cookies.js';
import { ErrorFilter } from './error.filter.js';
import { ListTurns } from './list-turns.js';
import { PortalLogger } from './portal-logger.js';
import { Settings } from './settings.js';

/** What every route shares: settings, secrets, cookies, turns, the guards before it, its idempotency and the filter behind it. */
@Global()
@Module({})
export class HttpModule {
  static forRoot(settings: Settings, logger: Logger): DynamicModule {
    const shared = [
      { provide: Settings, useValue: settings },
      { provide: PortalLogger, useValue: logger },
      { provide: Vault, useFactory: () => new Vault(settings.encryptionKeys) },
      { provide: Cookies, useValue: new Cookies(settings.publicUrl) },
      ListTurns,
    ];
    return {
      module: HttpModule,
      imports: [OperatorsModule],
      providers: [
        ...shared,
        BrowserAccess,
        DailyRequests,
        { provide: RequestsPerCompany, useValue: settings.dailyRequests },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_INTERCEPTOR, useClass: Idempotency },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: shared,
    };
  }
}
