import { call } from './http.js';

/** `limit` is null where the tier has none. */
export interface ConnectionUse {
  used: number;
  limit: number | null;
}

export interface IntegrationSummary {
  key: string;
  name: string;
  sourceType: string;
  configured: boolean;
  enabled: boolean;
  connections: ConnectionUse;
}

export interface Tier {
  key: string;
  name: string;
  connections: number | null;
  callsPerDay: number;
  /** Whether apps of this tier can be approved for the journals of the ledger. */
  journals: boolean;
  note: string;
}

export interface IntegrationSettings {
  key: string;
  name: string;
  enabled: boolean;
  configured: boolean;
  clientId: string | null;
  hasSecret: boolean;
  keysRefused: boolean;
  redirectUri: string;
  /** Null where the platform tells nothing of changes. */
  webhookUrl: string | null;
  hasWebhookKey: boolean;
  tier: string;
  tiers: Tier[];
  journals: boolean;
  /** Whether consumers may write. */
  writes: boolean;
  connections: ConnectionUse;
  scopes: string[];
}

/** Leave `clientSecret` and `webhookKey` out to keep the stored ones. */
export interface IntegrationKeys {
  clientId: string;
  clientSecret?: string;
  webhookKey?: string;
  tier: string;
  journals: boolean;
  writes: boolean;
}

const path = '/portal/api/integrations';

export const listIntegrations = () => call<{ results: IntegrationSummary[] }>('GET', path);

export const getIntegration = (key: string) => call<IntegrationSettings>('GET', `${path}/${key}`);

export const saveIntegration = (key: string, keys: IntegrationKeys) =>
  call<IntegrationSettings>('PUT', `${path}/${key}`, { body: keys });

export const enableIntegration = (key: string, enabled: boolean) =>
  call<IntegrationSettings>('PUT', `${path}/${key}/enabled`, { body: { enabled } });
