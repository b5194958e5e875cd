import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type CookieName = 'lb_session' | 'lb_link';

/**
 * Our two cookies. Scripts cannot read them and other sites' requests do not carry them, except when a person follows a
 * link to us. On https they have the prefix `__Host-`: a browser then takes them from this very host only, so that no
 * sibling domain can plant one. The prefix demands the path `/`.
 */
export class Cookies {
  private readonly secure: boolean;

  constructor(publicUrl: string) {
    this.secure = publicUrl.startsWith('https:');
  }

  read(request: FastifyRequest, name: CookieName): string | undefined {
    return request.cookies[this.fullName(name)];
  }

  /** Without `maxAgeSeconds` the cookie lasts until the browser closes. */
  write(reply: FastifyReply, name: CookieName, value: string, maxAgeSeconds?: number): void {
    void reply.setCookie(this.fullName(name), value, { ...this.options(), ...(maxAgeSeconds ? { maxAge: maxAgeSeconds } : {}) });
  }

  clear(reply: FastifyReply, name: CookieName): void {
    void reply.clearCookie(this.fullName(name), this.options());
  }

  private fullName(name: CookieName): string {
    return this.secure ? `__Host-${name}` : name;
  }

  private options(): CookieSerializeOptions {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure };
  }
}
