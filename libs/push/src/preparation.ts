import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Call, CallRequest } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { type PushRequest, type Write, type WriteContext, WriteRefused } from '#connector-kit/writes';
import { Tenants } from '#database/tenant';
import { PlatformSources } from '#sync/platform-sources';
import { ConnectionReferences } from '#sync/references';
import { checkDocument } from './check-document.js';
import type { HeldPush } from './held-push.js';

/** Turns what a consumer asked for into the one request that is sent. */
@Injectable()
export class Preparation {
  constructor(private readonly tenants: Tenants, private readonly platforms: PlatformSources) {}

  /** Throws WriteRefused for what cannot be written as it is. */
  async request(push: HeldPush, write: Write, call: Call): Promise<CallRequest> {
    await this.refuseOutdated(push);
    return write.prepare(call, push.asked, await this.context(push));
  }

  private async context(push: HeldPush): Promise<WriteContext> {
    const { operatorId, connection: { platformKey } } = push;
    const ids = idsIn(push.asked.document);
    const { references } = await this.tenants.sql(operatorId, (client) => new ConnectionReferences(push).forNames(client, { contacts: ids, payments: ids }));
    const { sources } = this.platforms.of(platformKey);
    return {
      references,
      today: new Date().toISOString().slice(0, 10),
      stored: (sourceKey, recordId) => this.tenants.sql(operatorId, (client) =>
        storedNative(client, push, { key: sourceKey, dataTypes: sources.find(({ key }) => key === sourceKey)?.dataTypes ?? [], recordId })),
    };
  }

  /** A consumer that sends back when a record changed last wants to change that state of it, unless it says otherwise. */
  private async refuseOutdated({ operatorId, connectionId, dataType, asked: { recordId }, seenChange }: HeldPush): Promise<void> {
    if (seenChange === null) return;
    const { rows: [stored] } = await this.tenants.sql(operatorId, (client) => client.query<{ document: string }>(`
      select document from record where operator_id = $1 and connection_id = $2 and data_type = $3 and source_id = $4 and document is not null`,
    [operatorId, connectionId, dataType, recordId]));
    const known = stored && (JSON.parse(stored.document) as { sourceModifiedDate?: string }).sourceModifiedDate;
    if (known === undefined || known.slice(0, 19) === seenChange.slice(0, 19)) return;
    throw new WriteRefused([{ field: 'sourceModifiedDate', message: `The record has changed since: it changed last at ${known}. Read it again, or push with forceUpdate=true.` }]);
  }
}

/** With what the platform takes of the document. Throws WriteRefused. */
export function asChecked({ asked }: HeldPush, { options }: Write): PushRequest {
  if (!options) return asked;
  return { ...asked, document: checkDocument(options, asked.document) };
}

/** Everything in a body that may name another record. */
function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? (/id$/i.test(key) ? [inner] : []) : idsIn(inner)));
}

async function storedNative(
  client: pg.ClientBase, { operatorId, connectionId }: HeldPush, { key, dataTypes, recordId }: { key: string; dataTypes: readonly string[]; recordId: string },
): Promise<NativeRecord | null> {
  const { rows: [row] } = await client.query<{ native: string }>(`
    select native from record where operator_id = $1 and connection_id = $2 and data_type = any($3) and source_id = $4 and source = $5 limit 1`,
  [operatorId, connectionId, dataTypes, recordId, key]);
  return row ? JSON.parse(row.native) as NativeRecord : null;
}
