import { connectorOf } from '#connectors/registry';
import type { Connection } from '#database/entities/connection.entity';

export type ShownConnection = Pick<Connection, 'id' | 'platformKey' | 'status' | 'organisationId' | 'organisationName' | 'errors' | 'createdAt' | 'lastSyncAt'> & Partial<Pick<Connection, 'ledgerProof'>>;

/** A connection as the wire shows it. Absent values are left out: the SDKs refuse most nulls. */
export function connectionDocument(connection: ShownConnection, publicUrl: string) {
  const { integrationId, sourceId, sourceType, name } = connectorOf(connection.platformKey);
  return {
    id: connection.id,
    integrationId,
    integrationKey: connection.platformKey,
    sourceId,
    sourceType,
    platformName: name,
    linkUrl: `${publicUrl}/link/connections/${connection.id}/start`,
    status: connection.status,
    created: connection.createdAt.toISOString(),
    ...(connection.lastSyncAt ? { lastSync: connection.lastSyncAt.toISOString() } : {}),
    ...(connection.errors.length > 0 ? { dataConnectionErrors: connection.errors } : {}),
    ...(connection.ledgerProof ? { ledgerProof: connection.ledgerProof } : {}),
    ...(connection.organisationId
      ? { connectionInfo: { organisationId: connection.organisationId, organisationName: connection.organisationName ?? '' } }
      : {}),
  };
}
