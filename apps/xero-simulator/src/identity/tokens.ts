import { randomBytes, randomUUID } from 'node:crypto';
import { compactVerify, SignJWT, type JWTPayload } from 'jose';
import type { Clock } from '../clock.js';
import type { App, Person, RefreshToken } from './model.js';
import type { SigningKey } from './signing-key.js';
import type { World } from './world.js';

export const accessTokenSeconds = 1800;
const idTokenSeconds = 300;
const refreshTokenMs = 60 * 24 * 3600 * 1000;
const graceMs = 30 * 60 * 1000;
const knownTokens = 20_000;

/** Who a bearer token speaks for. Without `userId` it is the app itself. */
export interface Caller {
  clientId: string;
  userId: string | null;
  scopes: ReadonlySet<string>;
  authEventId: string | null;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** What a log-in leaves behind in every token made from it. */
export type LogIn = Pick<RefreshToken, 'clientId' | 'userId' | 'authEventId' | 'sessionId' | 'authTime'>;

export interface TokenAnswer {
  id_token?: string;
  access_token: string;
  expires_in: number;
  token_type: 'Bearer';
  refresh_token?: string;
  scope: string;
}

/** Makes, rotates and checks tokens. They belong to a person and an app, not to a connection. */
export class Tokens {
  private readonly callers = new Map<string, Caller>();

  constructor(
    private readonly world: World,
    private readonly clock: Clock,
    private readonly key: SigningKey,
  ) {}

  /** The token set for a person's log-in, with all scopes that the person has ever granted the app. */
  async issue(logIn: LogIn, issuer: string, from: { nonce?: string | null; parent?: string } = {}): Promise<TokenAnswer> {
    const scopes = this.world.scopesOf(logIn.clientId, logIn.userId);
    const person = this.world.people.get(logIn.userId);
    const answer: TokenAnswer = {
      access_token: await this.sign(this.accessClaims(logIn, scopes, issuer)),
      expires_in: accessTokenSeconds,
      token_type: 'Bearer',
      scope: scopes.join(' '),
    };
    if (scopes.includes('openid') && person) answer.id_token = await this.sign(this.idClaims(logIn, person, scopes, issuer, from.nonce ?? null));
    if (scopes.includes('offline_access')) answer.refresh_token = this.newRefreshToken(logIn, from.parent ?? null);
    return answer;
  }

  /** The app's own token, without a person and without a refresh token. */
  async issueForApp(app: App, scopes: string[], issuer: string): Promise<TokenAnswer> {
    const now = this.clock.seconds();
    const claims = { ...this.times(now, accessTokenSeconds), iss: issuer, aud: `${issuer}/resources`, client_id: app.clientId, jti: randomUUID(), scope: scopes };
    return { access_token: await this.sign(claims), expires_in: accessTokenSeconds, token_type: 'Bearer', scope: scopes.join(' ') };
  }

  /**
   * The log-in behind a refresh token, which is thereby used up: it stays good for half an hour, counted from its first
   * use, for a client that lost the answer. Null when it is unknown, revoked, sixty days old or past that half hour.
   */
  useRefreshToken(app: App, text: string): { logIn: LogIn; repeated: boolean } | null {
    const token = this.world.refreshTokens.get(text);
    if (!token || token.clientId !== app.clientId) return null;
    const now = this.clock.now();
    if (now >= token.issuedAt + refreshTokenMs) return null;
    if (token.replacedAt !== null && now >= token.replacedAt + graceMs) return null;
    const repeated = token.replacedAt !== null;
    token.replacedAt ??= now;
    if (repeated && app.repeatKillsSuccessor) this.killSuccessors(token);
    return { logIn: token, repeated };
  }

  private killSuccessors(token: RefreshToken): void {
    for (const other of this.world.refreshTokensOf(token.clientId, token.userId)) {
      if (other.parent === token.token) this.world.refreshTokens.delete(other.token);
    }
  }

  /** Reads a bearer token. The signature is checked once for each token; only its age is asked again. */
  async read(text: string): Promise<Caller | 'expired' | 'invalid'> {
    const caller = this.callers.get(text) ?? (await this.verify(text));
    if (!caller) return 'invalid';
    return this.clock.seconds() >= caller.expiresAt ? 'expired' : caller;
  }

  /** When a token that was told to be expired ran out, in seconds since 1970. */
  expiryOf(text: string): number {
    return this.callers.get(text)?.expiresAt ?? this.clock.seconds();
  }

  private async verify(text: string): Promise<Caller | null> {
    let claims: JWTPayload;
    try {
      const { payload } = await compactVerify(text, this.key.publicKey, { algorithms: ['RS256'] });
      claims = JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
    } catch {
      return null;
    }
    if (!String(claims.aud).endsWith('/resources')) return null;
    const caller: Caller = {
      clientId: String(claims['client_id']),
      userId: typeof claims['xero_userid'] === 'string' ? claims['xero_userid'] : null,
      scopes: new Set(claims['scope'] as string[]),
      authEventId: typeof claims['authentication_event_id'] === 'string' ? claims['authentication_event_id'] : null,
      expiresAt: claims.exp ?? 0,
    };
    if (this.callers.size >= knownTokens) this.callers.clear();
    this.callers.set(text, caller);
    return caller;
  }

  private newRefreshToken(logIn: LogIn, parent: string | null): string {
    const now = this.clock.now();
    for (const old of this.world.refreshTokensOf(logIn.clientId, logIn.userId)) if (this.isDead(old, now)) this.world.refreshTokens.delete(old.token);
    const token = randomBytes(32).toString('base64url');
    const { clientId, userId, authEventId, sessionId, authTime } = logIn;
    this.world.refreshTokens.set(token, { token, clientId, userId, authEventId, sessionId, authTime, issuedAt: now, replacedAt: null, parent });
    return token;
  }

  private isDead(token: RefreshToken, now: number): boolean {
    return now >= token.issuedAt + refreshTokenMs || (token.replacedAt !== null && now >= token.replacedAt + graceMs);
  }

  private accessClaims(logIn: LogIn, scopes: string[], issuer: string): JWTPayload {
    return {
      ...this.times(this.clock.seconds(), accessTokenSeconds),
      iss: issuer,
      aud: `${issuer}/resources`,
      client_id: logIn.clientId,
      sub: subject(logIn.userId),
      auth_time: logIn.authTime,
      xero_userid: logIn.userId,
      global_session_id: logIn.sessionId,
      sid: logIn.sessionId,
      jti: randomUUID().replaceAll('-', '').toUpperCase(),
      authentication_event_id: logIn.authEventId,
      scope: scopes,
      amr: ['pwd'],
    };
  }

  /** No `nbf`: a client checks it by its own clock, which does not follow when a test moves this one. */
  private idClaims(logIn: LogIn, person: Person, scopes: string[], issuer: string, nonce: string | null): JWTPayload {
    const now = this.clock.seconds();
    return {
      iat: now,
      exp: now + idTokenSeconds,
      iss: issuer,
      aud: logIn.clientId,
      ...(nonce === null ? {} : { nonce }),
      sub: subject(logIn.userId),
      auth_time: logIn.authTime,
      xero_userid: logIn.userId,
      global_session_id: logIn.sessionId,
      sid: logIn.sessionId,
      ...personClaims(person, scopes),
      amr: ['pwd'],
    };
  }

  private times(now: number, seconds: number) {
    return { nbf: now, iat: now, exp: now + seconds };
  }

  private sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: this.key.id, typ: 'JWT' }).sign(this.key.privateKey);
  }
}

/** The claims about a person that the granted scopes open. */
export function personClaims(person: Person, scopes: Iterable<string>) {
  const granted = new Set(scopes);
  return {
    ...(granted.has('profile')
      ? {
          preferred_username: person.email,
          given_name: person.givenName,
          family_name: person.familyName,
          name: `${person.givenName} ${person.familyName}`,
        }
      : {}),
    ...(granted.has('email') ? { email: person.email } : {}),
  };
}

/** Xero's `sub` is a plain hash of the person, unlike `xero_userid`. */
export function subject(userId: string): string {
  return userId.replaceAll('-', '');
}
