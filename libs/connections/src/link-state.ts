import { createHash, randomBytes } from 'node:crypto';

/** The OAuth state of one attempt: 256 bits that only the browser carries; the database keeps their hash. */
export function newState(): { state: string; hash: Buffer } {
  const state = randomBytes(32).toString('base64url');
  return { state, hash: stateHash(state) };
}

export function stateHash(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
