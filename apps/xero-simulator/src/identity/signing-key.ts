import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** The RSA key that signs tokens, and its public half as the key-set address publishes it. */
export interface SigningKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** For the state file: tokens must stay good over a restart. */
  kept: Record<string, unknown>;
}

const keyId = '5D1A0C6E94B7F2380E6A47D19B3C85F2E07D4A61';

export function createSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return readSigningKey(privateKey.export({ format: 'jwk' }));
}

export function readSigningKey(kept: Record<string, unknown>): SigningKey {
  const privateKey = createPrivateKey({ key: kept, format: 'jwk' });
  return { id: keyId, privateKey, publicKey: createPublicKey(privateKey), kept };
}

/** The JSON Web Key Set with the one key in use. */
export function keySet(key: SigningKey) {
  return { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: key.id, use: 'sig', alg: 'RS256' }] };
}
