import { Module } from '@nestjs/common';
import { AgedReportsModule } from '../aged-reports/aged-reports.module.js';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { CompaniesModule } from '../companies/companies.module.js';
import { CompanyAccessModule } from '../company-access/company-access.module.js';
import { ConnectionsApiModule } from '../connections/connections-api.module.js';
import { CustomDataModule } from '../custom-data/custom-data.module.js';
import { DataModule } from '../data/data.module.js';
import { DatasetsModule } from '../datasets/datasets.module.js';
import { ExportModule } from '../export/export.module.js';
import { FinancialsModule } from '../financials/financials.module.js';
import { ProfileModule } from '../profile/profile.module.js';
import { ProofsModule } from '../proofs/proofs.module.js';
import { PushApiModule } from '../push/push-api.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { IntegrationsApiModule } from './integrations-api.module.js';
import { SyncSettingsModule } from '../sync-settings/sync-settings.module.js';

/** The public API. Needs the global modules for the database, HTTP, connections and pulls. */
@Module({ imports: [CompaniesModule, ConnectionsApiModule, IntegrationsApiModule, DatasetsModule, DataModule, CustomDataModule, ExportModule, FinancialsModule, AgedReportsModule, AttachmentsModule, ProofsModule, UsageModule, SyncSettingsModule, ApiKeysModule, CompanyAccessModule, ProfileModule, WebhooksModule, PushApiModule] })
export class ApiModule {}
