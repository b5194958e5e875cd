import { Inject, Injectable } from '@nestjs/common';
import type { Connector } from '#connector-kit/connector';
import { connectors } from '#connectors/registry';
import { usedSlots } from '#connections/slots';
import { Tenants } from '#database/tenant';
import type { AppKeys } from '#operators/app-keys';
import { Apps, type AppSettings } from '#operators/apps.service';
import { redirectUri, webhookUrl } from '#operators/redirect-uri';
import { notFound } from '#platform/errors';
import { dataTypesOf } from '#sync/platform-sources';
import { z } from 'zod';
import { Settings } from '../http/settings.js';

export interface ConnectionUse {
  used: number;
  /** Null without a limit. */
  limit: number | null;
}

export interface IntegrationSummary {
  key: string;
  name: string;
  sourceType: string;
  logoUrl: string;
  configured: boolean;
  enabled: boolean;
  connections: ConnectionUse;
}

export interface IntegrationView extends IntegrationSummary {
  clientId: string | null;
  hasSecret: boolean;
  /** The platform refused the keys when they were last used: nothing is pulled or linked until others are saved. */
  keysRefused: boolean;
  redirectUri: string;
  /** Where the platform is to send its webhooks; null where it has none. */
  webhookUrl: string | null;
  hasWebhookKey: boolean;
  tier: string;
  tiers: { key: string; name: string; connections: number | null; callsPerDay: number; journals: boolean; note: string }[];
  /** Whether the app asks for the journals of the ledger, where its tier has them. */
  journals: boolean;
  /** Whether consumers may write; companies that linked before it was so have to link again. */
  writes: boolean;
  /** What a company's person will be asked to allow. */
  scopes: string[];
}

const keysForm = z.strictObject({
  clientId: z.string('Enter the client ID.'),
  clientSecret: z.string('Enter the client secret as text, or leave it out to keep the stored one.').optional(),
  webhookKey: z.string('Enter the webhooks key as text, or leave it out to keep the stored one.').optional(),
  tier: z.string('Choose a tier.'),
  journals: z.boolean('Must be true or false.').optional(),
  writes: z.boolean('Must be true or false.').optional(),
});

const enabledForm = z.strictObject({ enabled: z.boolean('Must be true or false.') });

/** What the portal shows and changes about an operator's integrations. The client secret goes in and never comes out. */
@Injectable()
export class IntegrationSettings {
  constructor(
    private readonly apps: Apps,
    private readonly tenants: Tenants,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  async list(operatorId: string): Promise<{ results: IntegrationSummary[] }> {
    const views = await Promise.all([...connectors.keys()].map((key) => this.get(operatorId, key)));
    return {
      results: views.map(({ key, name, sourceType, logoUrl, configured, enabled, connections }) =>
        ({ key, name, sourceType, logoUrl, configured, enabled, connections })),
    };
  }

  async get(operatorId: string, key: string): Promise<IntegrationView> {
    const connector = connectorNamed(key);
    return this.view(operatorId, connector, await this.apps.settings(operatorId, key));
  }

  async save(operatorId: string, key: string, body: unknown): Promise<IntegrationView> {
    const connector = connectorNamed(key);
    const keys: AppKeys = keysForm.parse(body ?? {});
    return this.view(operatorId, connector, await this.apps.save(operatorId, key, keys));
  }

  async setEnabled(operatorId: string, key: string, body: unknown): Promise<IntegrationView> {
    const connector = connectorNamed(key);
    const { enabled } = enabledForm.parse(body ?? {});
    return this.view(operatorId, connector, await this.apps.setEnabled(operatorId, key, enabled));
  }

  private async view(operatorId: string, connector: Connector, app: AppSettings): Promise<IntegrationView> {
    const used = await this.tenants.run(operatorId, (manager) => usedSlots(manager, operatorId, app.appId));
    const tier = connector.tiers.find(({ key }) => key === app.tier) ?? connector.tiers[0];
    return {
      key: connector.key,
      name: connector.name,
      sourceType: connector.sourceType,
      logoUrl: connector.logoPath,
      configured: app.configured,
      enabled: app.enabled,
      connections: { used, limit: tier.connections },
      clientId: app.clientId,
      hasSecret: app.hasSecret,
      keysRefused: app.keysRefused,
      redirectUri: redirectUri(this.settings.publicUrl, app.appId),
      webhookUrl: connector.webhooks && webhookUrl(this.settings.publicUrl, app.appId),
      hasWebhookKey: app.hasWebhookKey,
      tier: tier.key,
      tiers: connector.tiers.map(({ key, name, connections, callsPerDay, journals, note }) => ({ key, name, connections, callsPerDay, journals, note })),
      journals: app.journals,
      writes: app.writes,
      scopes: connector.auth.scopes(dataTypesOf(connector), { tierKey: tier.key, journals: app.journals, writes: app.writes }),
    };
  }
}

function connectorNamed(key: string): Connector {
  const connector = connectors.get(key);
  if (!connector) throw notFound('There is no integration with this key.');
  return connector;
}
