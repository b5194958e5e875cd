import type { FastifyHelmetOptions } from '@fastify/helmet';

const oneYearSeconds = 31_536_000;

/**
 * Headers of every answer. Scripts come from our own files only; styles may be inline because the component library
 * writes its theme into style elements. Addresses here can carry one-time values, so no referrer is ever sent.
 */
export function securityHeaders(publicUrl: string): FastifyHelmetOptions {
  return {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        // Style sheets of the API reference draw their icons as data.
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Only https can promise to stay https.
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: oneYearSeconds, includeSubDomains: false } : false,
  };
}

/** For answers that are given before any hook runs, such as one to an address that cannot be decoded. */
export const bareSecurityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
