import { Module } from '@nestjs/common';
import { AllowedOrigins } from './allowed-origins.service.js';
import { ApiKeys } from './api-keys.service.js';
import { Apps } from './apps.service.js';
import { CompanyTokens } from './company-tokens.service.js';
import { FirstOperator } from './first-operator.js';
import { IdempotentRequests } from './idempotent-requests.service.js';
import { LoginThrottle } from './login-throttle.js';
import { Sessions } from './sessions.service.js';
import { Users } from './users.service.js';
import { WebhookKeys } from './webhook-keys.service.js';

const services = [AllowedOrigins, ApiKeys, Apps, CompanyTokens, FirstOperator, IdempotentRequests, LoginThrottle, Sessions, Users, WebhookKeys];

/** Needs the global database module and a Vault. */
@Module({ providers: services, exports: services })
export class OperatorsModule {}
