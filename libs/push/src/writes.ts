import type { DataType } from '#accounting/data-types';
import type { Connector } from '#connector-kit/connector';
import type { Write, WriteKind } from '#connector-kit/writes';
import type { HeldPush, PushFailure } from './held-push.js';

export function writeOf({ writes }: Connector, dataType: DataType, kind: WriteKind): Write | undefined {
  return writes.find((write) => write.dataType === dataType && write.kind === kind);
}

/** What the consent lacks of what a write needs. */
export function missingScopes({ scopes: needed }: Write, granted: readonly string[]): string[] {
  return needed.filter((scope) => !granted.includes(scope));
}

export const notCovered = 'The consent of this connection does not cover writing. Let your product write in the integration’s settings, then link the company again.';

/** Why a push cannot be written now; null when it can. */
export function obstacleTo({ connection, organisationId, dataType, kind }: Pick<HeldPush, 'connection' | 'organisationId' | 'dataType' | 'kind'>, write: Write | undefined): PushFailure | null {
  if (connection.status !== 'Linked') return { status: 409, error: `The connection is ${connection.status}. Link the company again, then push again.`, issues: [] };
  if (connection.organisationId !== organisationId) {
    return { status: 409, error: 'The connection was linked to another organisation after this push was asked for.', issues: [] };
  }
  if (!write) return { status: 400, error: `${kind} of ${dataType} is not supported by this platform.`, issues: [] };
  if (missingScopes(write, connection.access.scopes).length > 0) return { status: 403, error: notCovered, issues: [] };
  return null;
}
