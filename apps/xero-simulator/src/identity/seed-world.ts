import { createHash } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { Settings } from '../settings.js';
import type { App, Organisation, Person, Role } from './model.js';
import type { World } from './world.js';

const fullRole: Role = { connect: true, access: true, reporting: true, bankDetails: true };
const smallBooks = 60;

/** An id that the same seed and name always give, so that two fresh starts have the same organisations. */
export function fixedId(seed: number, name: string): string {
  const hex = createHash('sha256').update(`${seed} ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An app with the switches that a new app of today gets. */
export function newApp(app: Pick<App, 'clientId' | 'clientSecret' | 'name' | 'redirects' | 'tier'>): App {
  return {
    ...app,
    severalPerConsent: false,
    broadScopes: false,
    plusInScope: false,
    newConsentInvalidates: false,
    repeatKillsSuccessor: false,
    refusedScopeCallsBack: false,
    reconnectMovesEvent: true,
  };
}

export function newPerson(userId: string, email: string, password: string, givenName: string, familyName: string): Person {
  return { userId, email, password, givenName, familyName, roles: {} };
}

export function allow(person: Person, tenantId: string, role: Partial<Role> = {}): void {
  person.roles[tenantId] = { ...fullRole, ...person.roles[tenantId], ...role };
}

/** The app of the settings. On a later start the settings win over what the state file remembers of it. */
export function seedApp(world: World, settings: Settings): void {
  const known = world.apps.get(settings.clientId);
  const app = newApp({
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    name: 'Ledgerbridge',
    redirects: settings.redirects,
    tier: settings.tier,
  });
  world.apps.set(app.clientId, { ...app, ...known, ...pickSettings(app), severalPerConsent: settings.severalPerConsent });
}

function pickSettings(app: App) {
  return { clientSecret: app.clientSecret, redirects: app.redirects, tier: app.tier };
}

/** Two people: one with the demo company, one accountant with five clients. */
export function seedPeople(world: World, settings: Settings, clock: Clock): void {
  const organisation = (name: string, edition: string, invoices: number, seed = world.organisations.size): Organisation => ({
    tenantId: fixedId(settings.seed, name),
    name,
    edition,
    seed: settings.seed + seed,
    invoices,
    lines: settings.lines,
    anchor: clock.now(),
    otherUncertifiedApps: 0,
    offline: false,
  });
  const person = (email: string, givenName: string, familyName: string) => {
    const created = newPerson(fixedId(settings.seed, email), email, 'demo', givenName, familyName);
    world.people.set(created.userId, created);
    return created;
  };
  const add = (owner: Person, created: Organisation) => {
    world.organisations.set(created.tenantId, created);
    allow(owner, created.tenantId);
  };

  add(person('demo@example.com', 'Dana', 'Demo'), organisation('Demo Company (UK)', 'uk', settings.invoices));
  const accountant = person('accountant@example.com', 'Alex', 'Abacus');
  const client = (name: string, edition: string, seed?: number) => add(accountant, organisation(name, edition, Math.min(settings.invoices, smallBooks), seed));
  client('Harbour Bakery Ltd', 'uk');
  client('Zoë’s Garden Design', 'uk');
  client('O’Neill & Sons Joinery', 'nz');
  client('Север Logistics', 'us');
  // The demo company's seed again: its records have the same ids, as in two demo companies of the real Xero.
  client('Nordlys Café', 'au', 0);
}
