import type { App, Connection, Grant, Organisation, Person, RefreshToken } from './model.js';

/** The part of the simulator's memory that outlives a restart. */
export interface Snapshot {
  version: 1;
  clockAheadMs: number;
  signingKey: Record<string, unknown>;
  apps: App[];
  people: Person[];
  organisations: Organisation[];
  connections: Connection[];
  grants: Grant[];
  refreshTokens: RefreshToken[];
}

/**
 * Who exists and what they have allowed. Rules live beside the routes that apply them; this only finds and keeps.
 * `keep` is called after every change that a restart must remember, before the answer that reports it leaves.
 */
export class World {
  readonly apps = new Map<string, App>();
  readonly people = new Map<string, Person>();
  readonly organisations = new Map<string, Organisation>();
  readonly connections = new Map<string, Connection>();
  /** The same connections by app, person and organisation: asked for on every data call. */
  private readonly byParties = new Map<string, Connection>();
  readonly refreshTokens = new Map<string, RefreshToken>();
  private readonly grants = new Map<string, Grant>();

  constructor(private readonly write: (world: World) => void = () => {}) {}

  keep(): void {
    this.write(this);
  }

  personByEmail(email: string): Person | undefined {
    const wanted = email.trim().toLowerCase();
    return [...this.people.values()].find((person) => person.email.toLowerCase() === wanted);
  }

  organisationsOf(person: Person): Organisation[] {
    return Object.keys(person.roles).flatMap((tenantId) => this.organisations.get(tenantId) ?? []);
  }

  connectionsOf(clientId: string, userId?: string): Connection[] {
    return [...this.connections.values()].filter(
      (connection) => connection.clientId === clientId && (userId === undefined || connection.userId === userId),
    );
  }

  connectionTo(clientId: string, userId: string, tenantId: string): Connection | undefined {
    return this.byParties.get(`${clientId} ${userId} ${tenantId}`);
  }

  addConnection(connection: Connection): void {
    this.connections.set(connection.id, connection);
    this.byParties.set(`${connection.clientId} ${connection.userId} ${connection.tenantId}`, connection);
  }

  removeConnection(connection: Connection): void {
    this.connections.delete(connection.id);
    this.byParties.delete(`${connection.clientId} ${connection.userId} ${connection.tenantId}`);
  }

  scopesOf(clientId: string, userId: string): string[] {
    return this.grants.get(`${clientId} ${userId}`)?.scopes ?? [];
  }

  addScopes(clientId: string, userId: string, scopes: string[]): void {
    const all = new Set([...this.scopesOf(clientId, userId), ...scopes]);
    this.grants.set(`${clientId} ${userId}`, { clientId, userId, scopes: [...all] });
  }

  /** Leaves exactly these; tokens that are out keep what they have. */
  setScopes(clientId: string, userId: string, scopes: string[]): void {
    this.grants.set(`${clientId} ${userId}`, { clientId, userId, scopes });
  }

  dropGrant(clientId: string, userId: string): void {
    this.grants.delete(`${clientId} ${userId}`);
    for (const token of this.refreshTokensOf(clientId, userId)) this.refreshTokens.delete(token.token);
  }

  refreshTokensOf(clientId: string, userId: string): RefreshToken[] {
    return [...this.refreshTokens.values()].filter((token) => token.clientId === clientId && token.userId === userId);
  }

  snapshot(clockAheadMs: number, signingKey: Record<string, unknown>): Snapshot {
    return {
      version: 1,
      clockAheadMs,
      signingKey,
      apps: [...this.apps.values()],
      people: [...this.people.values()],
      organisations: [...this.organisations.values()],
      connections: [...this.connections.values()],
      grants: [...this.grants.values()],
      refreshTokens: [...this.refreshTokens.values()],
    };
  }

  restore(snapshot: Snapshot): void {
    for (const app of snapshot.apps) this.apps.set(app.clientId, app);
    for (const person of snapshot.people) this.people.set(person.userId, person);
    for (const organisation of snapshot.organisations) this.organisations.set(organisation.tenantId, organisation);
    for (const connection of snapshot.connections) this.addConnection(connection);
    for (const grant of snapshot.grants) this.grants.set(`${grant.clientId} ${grant.userId}`, grant);
    for (const token of snapshot.refreshTokens) this.refreshTokens.set(token.token, token);
  }
}
