import { Injectable } from '@nestjs/common';
import type { ApiKey } from '#database/entities/api-key.entity';
import { ApiKeys } from '#operators/api-keys.service';
import type { ApiKeyView } from './api-keys.operations.js';

/** API keys as they are on the wire. */
@Injectable()
export class WireApiKeys {
  constructor(private readonly keys: ApiKeys) {}

  async list(operatorId: string): Promise<{ results: ApiKeyView[] }> {
    return { results: (await this.keys.list(operatorId)).map((key) => view(key)) };
  }

  async create(operatorId: string, name: string | null): Promise<ApiKeyView> {
    const { key, text } = await this.keys.add(operatorId, name);
    return { ...view(key), apiKey: text };
  }

  remove(operatorId: string, id: string): Promise<void> {
    return this.keys.revoke(operatorId, id);
  }
}

/** The published SDKs want `apiKey` to be text in lists too. */
function view({ id, name, beginsWith, createdAt, lastUsedAt }: ApiKey): ApiKeyView {
  return { id, name, apiKey: `${beginsWith}…`, createdDate: createdAt.toISOString(), ...(lastUsedAt && { lastUsedDate: lastUsedAt.toISOString() }) };
}
