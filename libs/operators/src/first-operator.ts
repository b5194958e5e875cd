import { Injectable } from '@nestjs/common';
import { connectors } from '#connectors/registry';
import { Directory } from '#database/directory';
import { Operator } from '#database/entities/operator.entity';
import { Tenants } from '#database/tenant';
import { DomainError } from '#platform/errors';
import { newId } from '#platform/ids';
import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { ApiKeys } from './api-keys.service.js';
import { Apps } from './apps.service.js';
import { randomSecret } from './random-secret.js';
import { redirectUri } from './redirect-uri.js';
import { Users } from './users.service.js';

const xero = 'gbol';
/** Several portals may start at once on an empty database; one of them makes the operator. */
const firstOperatorLock = 4_711_010;

/** What an installation may set beforehand; the rest is generated. */
export interface FirstOperatorWishes {
  publicUrl: string;
  operatorName?: string | undefined;
  adminEmail?: string | undefined;
  adminPassword?: string | undefined;
  apiKey?: string | undefined;
  xeroClientId?: string | undefined;
  xeroClientSecret?: string | undefined;
}

export interface FirstOperatorReport {
  operatorId: string;
  /** True only in the process that made it. */
  created: boolean;
  email?: string;
  /** Only when created and not set beforehand. This is the one time that it can be read. */
  password?: string;
  apiKey?: string;
  /** To be registered in the operator's Xero app. */
  redirectUri: string;
  /** Why Xero keys from the settings were not taken over. */
  warning?: string;
}

/** Makes a new installation usable: an operator with an administrator, an API key and its integrations. */
@Injectable()
export class FirstOperator {
  constructor(
    private readonly tenants: Tenants,
    private readonly directory: Directory,
    private readonly users: Users,
    private readonly apiKeys: ApiKeys,
    private readonly apps: Apps,
  ) {}

  /** Safe to run at every start. A name and Xero keys in the settings are taken over each time, everything else only the first. */
  async ensure(wishes: FirstOperatorWishes): Promise<FirstOperatorReport> {
    const existing = await this.directory.firstOperator();
    const made = existing ? { operatorId: existing, created: false } : await this.create(wishes);
    if (existing && wishes.operatorName) await this.rename(existing, wishes.operatorName);
    for (const platformKey of connectors.keys()) await this.apps.ensure(made.operatorId, platformKey);
    const warning = await this.takeXeroKeys(made.operatorId, wishes);
    const { appId } = await this.apps.settings(made.operatorId, xero);
    return { ...made, redirectUri: redirectUri(wishes.publicUrl, appId), ...(warning ? { warning } : {}) };
  }

  private create(wishes: FirstOperatorWishes): Promise<Omit<FirstOperatorReport, 'redirectUri'>> {
    const operatorId = newId();
    return this.tenants.run(operatorId, async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [firstOperatorLock]);
      const winner = await this.directory.firstOperator();
      if (winner) return { operatorId: winner, created: false };
      return { operatorId, created: true, ...await this.fill(manager, operatorId, wishes) };
    });
  }

  private async fill(manager: EntityManager, operatorId: string, wishes: FirstOperatorWishes) {
    const email = wishes.adminEmail ?? 'admin@example.com';
    const password = wishes.adminPassword ?? randomBytes(15).toString('base64url');
    const apiKey = wishes.apiKey ?? randomSecret();
    await manager.insert(Operator, { id: operatorId, name: wishes.operatorName ?? 'Ledgerbridge' });
    await this.users.create(manager, { operatorId, email, name: 'Administrator', password, role: 'Administrator' });
    await this.apiKeys.create(manager, operatorId, 'First key', apiKey);
    return { email, ...(wishes.adminPassword ? {} : { password }), ...(wishes.apiKey ? {} : { apiKey }) };
  }

  private rename(operatorId: string, name: string): Promise<unknown> {
    return this.tenants.run(operatorId, (manager) => manager.update(Operator, { id: operatorId }, { name }));
  }

  private async takeXeroKeys(operatorId: string, wishes: FirstOperatorWishes): Promise<string | undefined> {
    const { xeroClientId: clientId, xeroClientSecret: clientSecret } = wishes;
    if (!clientId || !clientSecret) return undefined;
    const before = await this.apps.settings(operatorId, xero);
    try {
      await this.apps.save(operatorId, xero, { clientId, clientSecret, tier: before.tier });
      // Only new keys switch it on: an operator who switched Xero off keeps it off over a restart.
      if (before.clientId !== clientId) await this.apps.setEnabled(operatorId, xero, true);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return `XERO_CLIENT_ID and XERO_CLIENT_SECRET were not taken over: ${error.message}`;
      throw error;
    }
  }
}
