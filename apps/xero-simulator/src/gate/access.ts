import type { FastifyRequest } from 'fastify';
import type { Clock } from '../clock.js';
import type { App, Connection, Organisation, Role } from '../identity/model.js';
import { tiers } from '../identity/tiers.js';
import type { Caller, Tokens } from '../identity/tokens.js';
import type { World } from '../identity/world.js';
import { needsReportingRole, scopesFor } from './endpoint-scopes.js';
import * as problems from './problems.js';

const rapidSyncMs = 30 * 60 * 1000;

/** A call that may reach an organisation. */
export interface Access {
  app: App;
  organisation: Organisation;
  connection: Connection;
  role: Role;
  rapidSync: boolean;
}

/** Judges who may call what. The order is Xero's: token, scope, organisation, role. */
export class AccessRules {
  constructor(
    private readonly world: World,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  /** The caller behind the bearer token, or the 401 that it gets. */
  async caller(request: FastifyRequest): Promise<Caller | problems.Refused> {
    const match = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '');
    if (!match) return problems.notAuthenticated();
    const caller = await this.tokens.read(match[1]);
    if (caller === 'expired') return problems.tokenExpired(this.tokens.expiryOf(match[1]));
    return caller === 'invalid' || !this.world.apps.has(caller.clientId) ? problems.notAuthenticated() : caller;
  }

  /** What a data call reaches, or the refusal that it gets. `path` is what follows `/api.xro/2.0/`. */
  async toOrganisation(request: FastifyRequest, path: string): Promise<Access | problems.Refused> {
    const caller = await this.caller(request);
    if ('status' in caller) return caller;
    const needed = scopesFor(request.method, path);
    if (needed && !needed.some((scope) => caller.scopes.has(scope))) return problems.missingScope();
    const app = this.world.apps.get(caller.clientId)!;
    if (/^journals(\/|$)/i.test(path) && !tiers[app.tier].journals) return problems.missingScope();
    const tenantId = request.headers['xero-tenant-id'];
    if (typeof tenantId !== 'string' || caller.userId === null) return problems.notConnected();
    const connection = this.world.connectionTo(caller.clientId, caller.userId, tenantId.toLowerCase());
    const organisation = this.world.organisations.get(tenantId.toLowerCase());
    const role = this.world.people.get(caller.userId)?.roles[tenantId.toLowerCase()];
    if (!connection || !organisation || !role?.access) return problems.notConnected();
    if (organisation.ended) return organisation.ended === 'named' ? problems.subscriptionEnded() : problems.notConnected();
    if (!role.reporting && needsReportingRole(path)) return problems.missingReportingRole();
    const rapidSync = tiers[app.tier].rapidSync && this.clock.now() < connection.createdAt + rapidSyncMs;
    return { app, organisation, connection, role, rapidSync };
  }
}
