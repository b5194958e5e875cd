import { apiKeyOperations } from '../api-keys/api-keys.operations.js';
import { agedReportOperations } from '../aged-reports/aged-reports.operations.js';
import { attachmentOperations } from '../attachments/attachments.operations.js';
import { productOperations } from '../companies/products.operations.js';
import { companyOperations } from '../companies/companies.operations.js';
import { companyAccessOperations } from '../company-access/company-access.operations.js';
import { connectionOperations } from '../connections/connections.operations.js';
import { customDataOperations } from '../custom-data/custom-data.operations.js';
import { dataOperations } from '../data/data.operations.js';
import { unsupportedOperations } from '../data/unsupported.operations.js';
import { datasetOperations } from '../datasets/datasets.operations.js';
import { exportOperations } from '../export/export.operations.js';
import { financialOperations } from '../financials/financials.operations.js';
import { profileOperations } from '../profile/profile.operations.js';
import { proofOperations } from '../proofs/proofs.operations.js';
import { pushOperations } from '../push/push.operations.js';
import { usageOperations } from '../usage/usage.operations.js';
import { syncSettingOperations } from '../sync-settings/sync-settings.operations.js';
import { messageOperations } from '../webhooks/messages.operations.js';
import { webhookOperations } from '../webhooks/webhooks.operations.js';
import { integrationOperations } from './integrations.operations.js';
import type { Operation } from './operation.js';

/** Every operation of the public API. */
export const operations: readonly Operation[] = [
  ...companyOperations, ...productOperations, ...connectionOperations, ...integrationOperations, ...datasetOperations, ...proofOperations, ...dataOperations, ...customDataOperations, ...unsupportedOperations, ...exportOperations, ...usageOperations, ...financialOperations, ...agedReportOperations, ...attachmentOperations, ...syncSettingOperations, ...apiKeyOperations, ...companyAccessOperations, ...profileOperations, ...webhookOperations, ...pushOperations, ...messageOperations,
];
