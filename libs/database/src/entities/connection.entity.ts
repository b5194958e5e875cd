import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProofSummary } from './ledger-proof.entity.js';

export type ConnectionStatus = 'PendingAuth' | 'Linked' | 'Unlinked' | 'Deauthorized';

/** One entry of the wire's `dataConnectionErrors`. */
export interface ConnectionError {
  statusCode: string;
  statusText: string;
  errorMessage: string;
  erroredOnUtc: string;
}

@Entity('connection')
export class Connection {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'company_id' })
  companyId: string;

  @Column('text', { name: 'platform_key' })
  platformKey: string;

  @Column('uuid', { name: 'app_id' })
  appId: string;

  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId: string | null;

  @Column('text', { name: 'organisation_id', nullable: true })
  organisationId: string | null;

  @Column('text', { name: 'organisation_name', nullable: true })
  organisationName: string | null;

  /** The platform's own id of this connection, which disconnecting needs. */
  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  @Column('text', { default: 'PendingAuth' })
  status: ConnectionStatus;

  @Column('text', { name: 'status_reason', nullable: true })
  statusReason: string | null;

  @Column('jsonb', { default: () => `'[]'` })
  errors: ConnectionError[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'linked_at', nullable: true })
  linkedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('timestamptz', { name: 'last_sync_at', nullable: true })
  lastSyncAt: Date | null;

  /** What its newest ledger proof came to; null before the first one ended. */
  @Column('jsonb', { name: 'ledger_proof', nullable: true })
  ledgerProof: ProofSummary | null;
}
