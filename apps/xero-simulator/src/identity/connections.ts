import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { App, Connection, Organisation, Person } from './model.js';
import { tiers } from './tiers.js';
import type { World } from './world.js';

/** How an organisation stands in the picker for one app and person. */
export type PickerState = 'available' | 'connected' | 'barred';

/** How many connections the app may have, or null without a cap. */
export function connectionCap(app: App): number | null {
  return app.connectionCap === undefined ? tiers[app.tier].connections : app.connectionCap;
}

/** The rules of connecting organisations: the cap of the app, the two uncertified apps of an organisation, reconnection. */
export class Connections {
  constructor(
    private readonly world: World,
    private readonly clock: Clock,
  ) {}

  pickerState(app: App, person: Person, organisation: Organisation): PickerState {
    if (this.world.connectionTo(app.clientId, person.userId, organisation.tenantId)) return 'connected';
    return this.isBarred(app, organisation) ? 'barred' : 'available';
  }

  /** The organisations that this person may see in the picker, in its order. */
  selectable(person: Person): Organisation[] {
    return this.world.organisationsOf(person).filter((organisation) => person.roles[organisation.tenantId]?.connect);
  }

  /** Whether this app could not take one more connection. */
  isFull(app: App, more = 1): boolean {
    const cap = connectionCap(app);
    return cap !== null && this.world.connectionsOf(app.clientId).length + more > cap;
  }

  /**
   * Connects the organisations that a person chose. An organisation that is connected already keeps its connection and
   * only gets a new date and, where the app is set so, the new authentication event. Nothing is made when the cap forbids part of it.
   */
  connect(app: App, person: Person, chosen: Organisation[], authEventId: string): 'connected' | 'full' {
    const existing = chosen.flatMap((organisation) => this.world.connectionTo(app.clientId, person.userId, organisation.tenantId) ?? []);
    const missing = chosen.filter((organisation) => !this.world.connectionTo(app.clientId, person.userId, organisation.tenantId));
    if (missing.length > 0 && this.isFull(app, missing.length)) return 'full';
    const now = this.clock.now();
    for (const connection of existing) {
      connection.updatedAt = Math.max(now, connection.createdAt + 1);
      if (app.reconnectMovesEvent) connection.authEventId = authEventId;
    }
    for (const organisation of missing) {
      this.world.addConnection({
        id: randomUUID(),
        clientId: app.clientId,
        userId: person.userId,
        tenantId: organisation.tenantId,
        authEventId,
        createdAt: now,
        updatedAt: now,
      });
    }
    return 'connected';
  }

  /** Two uncertified apps per organisation are the most that Xero lets in; certified ones are not counted. */
  private isBarred(app: App, organisation: Organisation): boolean {
    if (tiers[app.tier].certified) return false;
    const others = new Set<string>();
    for (const connection of this.world.connections.values()) {
      const other = this.world.apps.get(connection.clientId);
      if (connection.tenantId === organisation.tenantId && other && other !== app && !tiers[other.tier].certified) others.add(other.clientId);
    }
    return organisation.otherUncertifiedApps + others.size >= 2;
  }
}

/** A connection as `/connections` shows it: seven decimals of a second and no zone. */
export function connectionBody(connection: Connection, organisation: Organisation | undefined) {
  return {
    id: connection.id,
    authEventId: connection.authEventId,
    tenantId: connection.tenantId,
    tenantType: 'ORGANISATION',
    tenantName: organisation?.name ?? '',
    createdDateUtc: sevenDigits(connection.createdAt, connection.id),
    updatedDateUtc: sevenDigits(connection.updatedAt, connection.id),
  };
}

function sevenDigits(milliseconds: number, id: string): string {
  const tenThousandths = String(Number.parseInt(id.slice(0, 4), 16) % 10_000).padStart(4, '0');
  return new Date(milliseconds).toISOString().replace('Z', tenThousandths);
}
