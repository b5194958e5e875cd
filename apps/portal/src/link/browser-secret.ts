import { Injectable } from '@nestjs/common';
import { hashSecret, isRandomSecret, randomSecret } from '#operators/random-secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Cookies } from '../http/cookies.js';

const lifeSeconds = 24 * 3600;

/**
 * Binds link attempts to the browser that started them: a random secret in a cookie, of which an attempt keeps the hash.
 * One secret serves all attempts of a browser, so that a second tab does not break the first.
 */
@Injectable()
export class BrowserSecret {
  constructor(private readonly cookies: Cookies) {}

  /** The hash of the browser's secret; a browser without one gets one with this answer. */
  ensure(request: FastifyRequest, reply: FastifyReply): Buffer {
    const present = this.cookies.read(request, 'lb_link');
    const secret = isRandomSecret(present) ? present : randomSecret();
    this.cookies.write(reply, 'lb_link', secret, lifeSeconds);
    return hashSecret(secret);
  }

  /** The hash of the browser's secret, if it has one. */
  hash(request: FastifyRequest): Buffer | undefined {
    const present = this.cookies.read(request, 'lb_link');
    return isRandomSecret(present) ? hashSecret(present) : undefined;
  }
}
