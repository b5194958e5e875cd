import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { AuthorizationRequest } from './authorization.js';
import type { App, AuthorizationCode, Session } from './model.js';

const codeMs = 5 * 60 * 1000;

/** Authorisation codes: good once, for five minutes, for the app and the address that they were made for. */
export class Codes {
  private readonly codes = new Map<string, AuthorizationCode>();

  constructor(private readonly clock: Clock) {}

  create(request: AuthorizationRequest, session: Session, authEventId: string): string {
    const code = randomBytes(32).toString('base64url');
    this.codes.set(code, {
      code,
      clientId: request.app.clientId,
      userId: session.userId,
      redirectUri: request.redirectUri,
      authEventId,
      sessionId: session.id,
      authTime: session.authTime,
      codeChallenge: request.codeChallenge,
      nonce: request.nonce,
      issuedAt: this.clock.now(),
    });
    return code;
  }

  /** The log-in behind a code, or null when the code is not good. Asking uses it up. */
  use(app: App, code: string, redirectUri: string, codeVerifier: string | undefined): AuthorizationCode | null {
    const found = this.codes.get(code);
    this.codes.delete(code);
    if (!found || found.clientId !== app.clientId || found.redirectUri !== redirectUri) return null;
    if (this.clock.now() >= found.issuedAt + codeMs) return null;
    if (found.codeChallenge !== null && found.codeChallenge !== challengeOf(codeVerifier ?? '')) return null;
    return found;
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
