import { CallBudget, type Windows } from '#calls/call-budget';
import { CallTargets } from '#calls/call-targets';
import { HttpCallers } from '#calls/http-callers';
import { OrganisationCalls } from '#calls/organisation-calls';
import { Connections } from '#connections/connections.service';
import { ConsentSettlements } from '#connections/consent-settlements';
import { Consents } from '#connections/consents';
import { Deauthorizations } from '#connections/deauthorizations';
import { DisconnectionWake } from '#connections/disconnection-wake';
import { Disconnections } from '#connections/disconnections';
import { LinkAttempts } from '#connections/link-attempts.service';
import { LinkCompletion } from '#connections/link-completion';
import { LinkSettlement } from '#connections/link-settlement';
import { LinkStart } from '#connections/link-start';
import { LinkView } from '#connections/link-view';
import { OnLinked } from '#connections/on-linked';
import type { Directory } from '#database/directory';
import type { Tenants } from '#database/tenant';
import { GrantRows } from '#grants/grant-rows';
import { Grants } from '#grants/grants.service';
import { Platforms } from '#grants/platforms';
import { TokenEndpoint } from '#grants/token-endpoint';
import { Apps } from '#operators/apps.service';
import { newId } from '#platform/ids';
import { Vault } from '#vault/vault';
import { testRootKey } from './database.js';

export const publicUrl = 'http://localhost:3000';

export interface AccessOptions {
  tenants: Tenants;
  directory: Directory;
  /** Address of a simulator, or of anything with a token endpoint. */
  platformUrl: string;
  onLinked?: OnLinked;
  windows?: Windows;
  endpoint?: (usual: TokenEndpoint) => TokenEndpoint;
  grantRows?: (tenants: Tenants, vault: Vault) => GrantRows;
}

/** Grants, calls and connections wired as the module wires them, without Nest and without a queue. */
export function accessServices({ tenants, directory, platformUrl, onLinked = new NothingOnLinked(), windows, endpoint = (usual) => usual, grantRows = (...parts) => new GrantRows(...parts) }: AccessOptions) {
  const vault = new Vault([testRootKey]);
  const platforms = new Platforms({ gbol: { loginUrl: platformUrl, identityUrl: platformUrl, apiUrl: platformUrl } });
  const tokens = endpoint(new TokenEndpoint(tenants, vault, platforms));
  const grants = new Grants(grantRows(tenants, vault), tokens, platforms);
  const losses = new Deauthorizations(tenants);
  const budget = new CallBudget(tenants, windows);
  const http = new HttpCallers();
  const calls = new OrganisationCalls(new CallTargets(tenants, platforms), budget, grants, tokens, http, losses);
  const disconnections = new Disconnections(tenants, platforms, calls);
  const woken = new Woken();
  const settlement = new LinkSettlement(tenants, platforms, disconnections, woken, onLinked);
  const consents = new ConsentSettlements(tenants, platforms, calls, settlement);
  const completion = new LinkCompletion(tenants, directory, new Consents(tenants, platforms, tokens, grants, publicUrl), consents);
  const links = new LinkAttempts(tenants, directory, new LinkStart(tenants, platforms, disconnections, woken, publicUrl), completion, settlement, new LinkView(tenants, directory, platforms));
  const connections = new Connections(tenants, platforms, disconnections, woken);
  const apps = new Apps(tenants, vault);
  return { vault, platforms, apps, grants, losses, budget, http, calls, disconnections, consents, links, connections, woken };
}

class NothingOnLinked extends OnLinked {
  override linked(): Promise<() => Promise<void>> {
    return Promise.resolve(() => Promise.resolve());
  }
}

/** Keeps what a queue would be told. */
export class Woken extends DisconnectionWake {
  readonly ids: string[] = [];

  override wake(_operatorId: string, disconnectionIds: readonly string[]): Promise<void> {
    this.ids.push(...disconnectionIds);
    return Promise.resolve();
  }
}

export interface TestOperator {
  operatorId: string;
  appId: string;
}

/** An operator with one enabled app. */
export async function addOperator(tenants: Tenants, { clientId, clientSecret, tier = 'nonPartner' }: { clientId: string; clientSecret: string; tier?: string }): Promise<TestOperator> {
  const [operatorId, appId] = [newId(), newId()];
  const secret = new Vault([testRootKey]).seal(clientSecret, { operatorId, table: 'app', column: 'client_secret', rowId: appId });
  await tenants.sql(operatorId, async (client) => {
    await client.query('insert into operator (id, name) values ($1, $2)', [operatorId, 'Lender Ltd']);
    await client.query(`insert into integration (operator_id, platform_key, enabled) values ($1, 'gbol', true)`, [operatorId]);
    await client.query(
      `insert into app (operator_id, id, platform_key, client_id, client_secret, tier) values ($1, $2, 'gbol', $3, $4, $5)`,
      [operatorId, appId, clientId, secret, tier]);
  });
  return { operatorId, appId };
}

export async function addCompany(tenants: Tenants, operatorId: string, name = 'Company'): Promise<string> {
  const id = newId();
  await tenants.sql(operatorId, (client) => client.query('insert into company (operator_id, id, name) values ($1, $2, $3)', [operatorId, id, name]));
  return id;
}
