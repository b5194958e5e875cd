import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { ApiKey } from '#database/entities/api-key.entity';
import { Tenants } from '#database/tenant';
import { conflict, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import type { EntityManager } from 'typeorm';
import { hashSecret, randomSecret } from './random-secret.js';

const longestKey = 512;
const touchEveryMs = 60_000;
const shownCharacters = 4;
/** Codat's limit. */
const mostKeys = 10;

export interface KeyHolder {
  operatorId: string;
  apiKeyId: string;
}

/** A key that was just made: the one time that its text is known. */
export interface NewKey {
  key: ApiKey;
  text: string;
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

  /** Oldest first. */
  list(operatorId: string): Promise<ApiKey[]> {
    return this.tenants.run(operatorId, (manager) => manager.find(ApiKey, { where: { operatorId }, order: { createdAt: 'ASC', id: 'ASC' } }));
  }

  /** Adds a key in the caller's transaction. Its text is not stored. */
  async create(manager: EntityManager, operatorId: string, name: string | null, text = randomSecret()): Promise<NewKey> {
    const id = newId();
    await manager.insert(ApiKey, { operatorId, id, name, keyHash: hashSecret(text), beginsWith: text.slice(0, shownCharacters) });
    return { key: await manager.findOneByOrFail(ApiKey, { operatorId, id }), text };
  }

  /** Adds a key to those that an operator has. A conflict when there are ten. */
  add(operatorId: string, name: string | null): Promise<NewKey> {
    return this.inTurn(operatorId, async (manager, count) => {
      if (count >= mostKeys) throw conflict(`There are ${mostKeys} API keys already. Delete one that is not used any more.`);
      return this.create(manager, operatorId, name);
    });
  }

  /** A conflict when it is the last one: without a key nobody could make another one through the API. */
  async revoke(operatorId: string, id: string): Promise<void> {
    await this.inTurn(operatorId, async (manager, count) => {
      if (!(await manager.existsBy(ApiKey, { operatorId, id }))) throw notFound(`No API key was found with ID ${id}`);
      if (count === 1) throw conflict('This is the last API key. Create another one first.');
      await manager.delete(ApiKey, { operatorId, id });
    });
  }

  /** Changes of an operator's keys wait for each other, so that each counts what the others left. */
  private inTurn<T>(operatorId: string, work: (manager: EntityManager, count: number) => Promise<T>): Promise<T> {
    return this.tenants.run(operatorId, async (manager) => {
      await manager.query('select from operator where id = $1 for no key update', [operatorId]);
      return work(manager, await manager.countBy(ApiKey, { operatorId }));
    });
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
