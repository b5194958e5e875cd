import { Injectable } from '@nestjs/common';
import { LoginThrottle } from '#operators/login-throttle';
import { Sessions, type Viewer } from '#operators/sessions.service';
import { Users } from '#operators/users.service';
import { unauthorized } from '#platform/errors';
import { z } from 'zod';

const credentials = z.strictObject({
  email: z.string('Enter your e-mail address.').trim().min(1, 'Enter your e-mail address.').max(320, 'This e-mail address is too long.'),
  password: z.string('Enter your password.').min(1, 'Enter your password.').max(1000, 'This password is too long.'),
});

export interface SignedIn {
  sessionId: string;
  viewer: Viewer;
}

/** Signing in to the portal with e-mail address and password. */
@Injectable()
export class SignIn {
  constructor(private readonly users: Users, private readonly sessions: Sessions, private readonly throttle: LoginThrottle) {}

  /**
   * Refuses a wrong password and an unknown address in the same words and time. `address` is the client's network
   * address; `previous` is the session that the browser came with, which ends: an id that was known before is worth nothing.
   */
  async signIn(body: unknown, address: string, previous: string | undefined): Promise<SignedIn> {
    const { email, password } = credentials.parse(body ?? {});
    await this.throttle.attempt(address, email);
    const user = await this.users.authenticate(email, password);
    if (!user) throw unauthorized('The e-mail address or the password is wrong.');
    await this.throttle.succeeded(address, email);
    const sessionId = await this.sessions.start(user, previous);
    const viewer = await this.sessions.find(sessionId);
    if (!viewer) throw unauthorized('The e-mail address or the password is wrong.');
    return { sessionId, viewer };
  }
}
