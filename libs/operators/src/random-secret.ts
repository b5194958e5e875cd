import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in 43 characters that need no escaping in a header, a cookie or a shell. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text can be one of ours at all, so that what cannot be is never looked up. */
export function isRandomSecret(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}

/**
 * What is stored in a secret's place. A plain hash is enough for 256 random bits: there is nothing to guess, and looking
 * a secret up by its hash leaks nothing through the time that it takes.
 */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
