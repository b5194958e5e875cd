import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Where a sealed value lives. It opens there and nowhere else. */
export interface Place {
  operatorId: string;
  table: string;
  column: string;
  rowId: string;
}

/** Thrown when a sealed value was altered, moved to another place, or sealed under a key that is not at hand. */
export class UnreadableSecret extends Error {
  constructor(reason: string) {
    super(`A stored secret cannot be opened: ${reason}`);
    this.name = 'UnreadableSecret';
  }
}

const version = 1;
const keyIdLength = 4;
const nonceLength = 12;
const tagLength = 16;
const headerLength = 1 + keyIdLength + nonceLength;

interface RootKey {
  id: Buffer;
  bytes: Buffer;
  signing: Buffer;
}

/**
 * Seals secrets with AES-256-GCM under a root key. The layout is version, key id, nonce, ciphertext, tag; the place is
 * authenticated, so that a value copied to another row, column or operator does not open.
 */
export class Vault {
  private readonly keys: RootKey[];

  /** The first key seals; the others only open, until everything has been sealed again under the first. */
  constructor(rootKeys: string[]) {
    if (rootKeys.length === 0 || rootKeys.some((key) => key.length < 32)) throw new Error('A vault needs root keys of at least 32 characters');
    this.keys = rootKeys.map((key) => ({
      id: createHash('sha256').update(`ledgerbridge/vault/key-id/${key}`).digest().subarray(0, keyIdLength),
      bytes: Buffer.from(hkdfSync('sha256', key, '', 'ledgerbridge/vault/v1', 32)),
      signing: Buffer.from(hkdfSync('sha256', key, '', 'ledgerbridge/vault/sign/v1', 32)),
    }));
  }

  seal(plain: string, place: Place): Buffer {
    const key = this.keys[0];
    const nonce = randomBytes(nonceLength);
    const header = Buffer.concat([Buffer.from([version]), key.id, nonce]);
    const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
    cipher.setAAD(authenticated(header, place));
    return Buffer.concat([header, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  open(sealed: Buffer, place: Place): string {
    if (sealed.length < headerLength + tagLength || sealed[0] !== version) throw new UnreadableSecret('it is not in a known form');
    const header = sealed.subarray(0, headerLength);
    const key = this.keys.find(({ id }) => id.equals(sealed.subarray(1, 1 + keyIdLength)));
    if (!key) throw new UnreadableSecret('the root key that sealed it is not in ENCRYPTION_KEY');
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(1 + keyIdLength, headerLength));
    decipher.setAAD(authenticated(header, place));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
    try {
      return decipher.update(sealed.subarray(headerLength, sealed.length - tagLength), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new UnreadableSecret('it was altered or belongs to another row');
    }
  }

  /** 32 bytes that vouch for a text which we give away. `purpose` keeps texts of one kind from passing as another. */
  sign(text: string, purpose: string): Buffer {
    return signatureOf(this.keys[0], text, purpose);
  }

  /** Whether we signed this text, under any of the root keys. */
  isSigned(text: string, purpose: string, signature: Buffer): boolean {
    return this.keys.some((key) => signature.length === 32 && timingSafeEqual(signatureOf(key, text, purpose), signature));
  }

  /** False for a value that should be sealed again because its root key is being retired. */
  isCurrent(sealed: Buffer): boolean {
    return sealed[0] === version && sealed.subarray(1, 1 + keyIdLength).equals(this.keys[0].id);
  }
}

function signatureOf({ signing }: RootKey, text: string, purpose: string): Buffer {
  return createHmac('sha256', signing).update(JSON.stringify([purpose, text])).digest();
}

function authenticated(header: Buffer, place: Place): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify([place.operatorId, place.table, place.column, place.rowId]))]);
}
