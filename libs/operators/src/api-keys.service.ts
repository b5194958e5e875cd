import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { ApiKey } from '#database/entities/api-key.entity';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import type { EntityManager } from 'typeorm';
import { hashSecret, randomSecret } from './random-secret.js';

const longestKey = 512;
const touchEveryMs = 60_000;

export interface KeyHolder {
  operatorId: string;
  apiKeyId: string;
}

/** Keys of the public API. Each request looks its key up, so that a revoked key is refused from the next request on. */
@Injectable()
export class ApiKeys {
  /** When this process last noted the use of a key: only saves writes, decides nothing. */
  private readonly touched = new Map<string, number>();

  constructor(private readonly tenants: Tenants, private readonly directory: Directory) {}

  /** Whose key this is, or null. */
  async authenticate(key: string): Promise<KeyHolder | null> {
    if (key === '' || key.length > longestKey) return null;
    const holder = await this.directory.operatorOfApiKey(hashSecret(key));
    if (holder) await this.noteUse(holder);
    return holder;
  }

  /** Adds a key in the caller's transaction and returns its text, which is not stored. */
  async create(manager: EntityManager, operatorId: string, name: string, key = randomSecret()): Promise<string> {
    await manager.insert(ApiKey, { operatorId, id: newId(), name, keyHash: hashSecret(key) });
    return key;
  }

  async revoke(operatorId: string, id: string): Promise<void> {
    await this.tenants.run(operatorId, (manager) => manager.delete(ApiKey, { operatorId, id }));
  }

  private async noteUse({ operatorId, apiKeyId }: KeyHolder): Promise<void> {
    const now = Date.now();
    if (now - (this.touched.get(apiKeyId) ?? 0) < touchEveryMs) return;
    this.touched.set(apiKeyId, now);
    await this.tenants.sql(operatorId, (client) => client.query(
      `update api_key set last_used_at = now()
       where operator_id = $1 and id = $2 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [operatorId, apiKeyId],
    ));
  }
}
