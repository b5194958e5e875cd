import { Column, Entity, PrimaryColumn } from 'typeorm';

export type LinkAttemptStatus = 'started' | 'choosing' | 'linked' | 'failed' | 'expired';

/** An organisation that a consent covered and that a person may choose. */
export interface LinkCandidate {
  externalId: string;
  organisationId: string;
  organisationName: string;
}

@Entity('link_attempt')
export class LinkAttempt {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'company_id' })
  companyId: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @Column('uuid', { name: 'app_id' })
  appId: string;

  /** SHA-256 of the OAuth state; null once it was used. */
  @Column('bytea', { name: 'state_hash', nullable: true })
  stateHash: Buffer | null;

  /** The state's hash after its use, by which a replay is told from a forgery. */
  @Column('bytea', { name: 'spent_state_hash', nullable: true })
  spentStateHash: Buffer | null;

  /** SHA-256 of the secret in the browser that started the attempt. */
  @Column('bytea', { name: 'browser_hash' })
  browserHash: Buffer;

  @Column('text', { default: 'started' })
  status: LinkAttemptStatus;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId: string | null;

  @Column('jsonb', { nullable: true })
  candidates: LinkCandidate[] | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;
}
