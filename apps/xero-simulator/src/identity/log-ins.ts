import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../clock.js';
import type { Session } from './model.js';
import type { World } from './world.js';

// Cookies ignore ports, so the name must not collide with that of another server on this machine.
const cookieName = 'xero_simulator_login';

/** Who is logged in at the pages. Kept in memory only: after a restart people log in again. */
export class LogIns {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly world: World,
    private readonly clock: Clock,
  ) {}

  start(email: string, password: string): Session | null {
    const person = this.world.personByEmail(email);
    if (!person || person.password !== password) return null;
    const session = { id: randomBytes(24).toString('base64url'), userId: person.userId, authTime: this.clock.seconds() };
    this.sessions.set(session.id, session);
    return session;
  }

  of(request: FastifyRequest): Session | undefined {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const value = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
    const session = value === undefined ? undefined : this.sessions.get(value);
    return session && this.world.people.has(session.userId) ? session : undefined;
  }

  end(request: FastifyRequest): void {
    const session = this.of(request);
    if (session) this.sessions.delete(session.id);
  }

  cookie(session: Session): string {
    return `${cookieName}=${session.id}; Path=/identity; HttpOnly; SameSite=Lax`;
  }

  noCookie(): string {
    return `${cookieName}=; Path=/identity; HttpOnly; SameSite=Lax; Max-Age=0`;
  }
}
