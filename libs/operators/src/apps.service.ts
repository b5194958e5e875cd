import { Injectable } from '@nestjs/common';
import { connectorOf } from '#connectors/registry';
import { App } from '#database/entities/app.entity';
import { Connection } from '#database/entities/connection.entity';
import { Integration } from '#database/entities/integration.entity';
import { Tenants } from '#database/tenant';
import { conflict, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { type Place, Vault } from '#vault/vault';
import type { EntityManager } from 'typeorm';
import { type AppKeys, checkAppKeys } from './app-keys.js';

/** An operator's app at a platform, without its secret: nothing that leaves this service but `credentials` holds it. */
export interface AppSettings {
  appId: string;
  platformKey: string;
  enabled: boolean;
  /** Both keys are there. */
  configured: boolean;
  clientId: string | null;
  hasSecret: boolean;
  hasWebhookKey: boolean;
  /** The platform refused the keys when they were last used. */
  keysRefused: boolean;
  tier: string;
  /** The platform approved the app for the journals of the ledger, as the operator says. */
  journals: boolean;
  /** Consumers may write. */
  writes: boolean;
}

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Where the key is sealed that an app's webhooks are signed with. */
export const webhookKeyPlace = (operatorId: string, appId: string): Place =>
  ({ operatorId, table: 'app', column: 'webhook_key', rowId: appId });

/** Where an app's secret is sealed. */
export const secretPlace = (operatorId: string, appId: string): Place =>
  ({ operatorId, table: 'app', column: 'client_secret', rowId: appId });

/** The credentials that an operator registered at each platform, and whether the platform is offered to companies. */
@Injectable()
export class Apps {
  constructor(private readonly tenants: Tenants, private readonly vault: Vault) {}

  /** Makes sure that the operator has this integration; a new one is off and without keys, with a redirect URI already. */
  ensure(operatorId: string, platformKey: string): Promise<void> {
    return this.tenants.run(operatorId, async (manager) => {
      const added: unknown[] = await manager.query(
        'insert into integration (operator_id, platform_key) values ($1, $2) on conflict do nothing returning platform_key',
        [operatorId, platformKey],
      );
      if (added.length > 0) await manager.insert(App, { operatorId, id: newId(), platformKey, tier: defaultTier(platformKey) });
    });
  }

  settings(operatorId: string, platformKey: string): Promise<AppSettings> {
    return this.tenants.run(operatorId, (manager) => readSettings(manager, operatorId, platformKey));
  }

  /** Stores keys and tier. Secrets are sealed for this row and not given out again. */
  save(operatorId: string, platformKey: string, keys: AppKeys): Promise<AppSettings> {
    return this.tenants.run(operatorId, async (manager) => {
      const app = await lockApp(manager, operatorId, platformKey);
      const stored = { clientId: app.clientId, hasSecret: app.clientSecret !== null };
      checkAppKeys(keys, stored, connectorOf(platformKey).tiers.map(({ key }) => key));
      const isAnother = stored.clientId !== null && stored.clientId !== keys.clientId;
      if (isAnother) {
        await refuseWhileLinked(manager, app);
        await endAttempts(manager, app);
      }
      await manager.update(App, { operatorId, id: app.id }, {
        clientId: keys.clientId,
        tier: keys.tier,
        ...(keys.journals !== undefined && { journals: keys.journals }),
        ...(keys.writes !== undefined && { writes: keys.writes }),
        refusedAt: null,
        updatedAt: () => 'now()',
        ...(keys.clientSecret === undefined ? {} : {
          clientSecret: this.vault.seal(keys.clientSecret, secretPlace(operatorId, app.id)),
          secretSetAt: () => 'now()',
        }),
        ...(isAnother && { webhookKey: null }),
        ...(keys.webhookKey !== undefined && { webhookKey: this.vault.seal(keys.webhookKey, webhookKeyPlace(operatorId, app.id)) }),
      });
      return readSettings(manager, operatorId, platformKey);
    });
  }

  /** Offers the platform to companies, or stops offering it. Connections that exist go on working. */
  setEnabled(operatorId: string, platformKey: string, enabled: boolean): Promise<AppSettings> {
    return this.tenants.run(operatorId, async (manager) => {
      await lockApp(manager, operatorId, platformKey);
      const settings = await readSettings(manager, operatorId, platformKey);
      if (enabled && !settings.configured) {
        throw conflict(`${connectorOf(platformKey).name} cannot be enabled before its keys are saved.`, 'notConfigured');
      }
      await manager.update(Integration, { operatorId, platformKey }, { enabled, updatedAt: () => 'now()' });
      return { ...settings, enabled };
    });
  }

  /** The keys in clear, for a call to the platform and for nothing else. */
  async credentials(operatorId: string, appId: string): Promise<Credentials> {
    const app = await this.tenants.run(operatorId, (manager) => manager.findOneBy(App, { operatorId, id: appId }));
    if (!app?.clientId || !app.clientSecret) throw conflict('This integration has no keys.', 'notConfigured');
    return { clientId: app.clientId, clientSecret: this.vault.open(app.clientSecret, secretPlace(operatorId, appId)) };
  }
}

async function readSettings(manager: EntityManager, operatorId: string, platformKey: string): Promise<AppSettings> {
  const app = await manager.findOneBy(App, { operatorId, platformKey });
  const integration = await manager.findOneBy(Integration, { operatorId, platformKey });
  if (!app || !integration) throw noIntegration(platformKey);
  const { clientId, tier, journals, writes } = app;
  const hasSecret = app.clientSecret !== null;
  return {
    appId: app.id, platformKey, enabled: integration.enabled, configured: clientId !== null && hasSecret,
    clientId, hasSecret, hasWebhookKey: app.webhookKey !== null, keysRefused: app.refusedAt !== null, tier, journals, writes,
  };
}

async function lockApp(manager: EntityManager, operatorId: string, platformKey: string): Promise<App> {
  const app = await manager.findOne(App, { where: { operatorId, platformKey }, lock: { mode: 'pessimistic_write' } });
  if (!app) throw noIntegration(platformKey);
  return app;
}

/** Tokens belong to the client ID that they were granted to: another one would strand every linked company. */
async function refuseWhileLinked(manager: EntityManager, { operatorId, id }: App): Promise<void> {
  const linked = await manager.countBy(Connection, { operatorId, appId: id, status: 'Linked' });
  if (linked === 0) return;
  const companies = linked === 1 ? '1 company is' : `${linked} companies are`;
  throw conflict(`${companies} linked through the present client ID. Unlink them before you enter another one.`, 'connectionsLinked');
}

/**
 * Whoever is linking at this moment gives a consent to the former client ID, which nobody can use any more. The attempt's
 * time is over: the sweep gives back what it holds while the tokens that it has are still good for that.
 */
async function endAttempts(manager: EntityManager, { operatorId, id }: App): Promise<void> {
  await manager.query(`
    update link_attempt set expires_at = now(), reason = 'keysChanged'
    where operator_id = $1 and app_id = $2 and status in ('started', 'choosing') and expires_at > now()`, [operatorId, id]);
}

function defaultTier(platformKey: string): string {
  return connectorOf(platformKey).tiers[0].key;
}

const noIntegration = (platformKey: string) => notFound(`There is no integration with the key ${platformKey}.`);
