import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('token_grant')
export class TokenGrant {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'app_id' })
  appId: string;

  /** The platform's id of the person whose consent this is. */
  @Column('text', { name: 'user_key' })
  userKey: string;

  /** The token set, sealed by the vault for this row. */
  @Column('bytea')
  tokens: Buffer;

  @Column('timestamptz', { name: 'access_expires_at' })
  accessExpiresAt: Date;

  @Column('text', { default: () => `'{}'`, array: true })
  scopes: string[];

  /** Counts the token sets; a refresh saves only over the version that it started from. */
  @Column('integer', { default: 1 })
  version: number;

  @Column('text', { default: 'active' })
  status: 'active' | 'dead';

  @Column('text', { name: 'dead_reason', nullable: true })
  deadReason: string | null;

  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('timestamptz', { name: 'refresh_started_at', nullable: true })
  refreshStartedAt: Date | null;

  @Column('timestamptz', { name: 'refreshed_at', default: () => 'now()' })
  refreshedAt: Date;

  /** When its connections are to be looked for at the platform. */
  @Column('timestamptz', { name: 'probe_at', default: () => 'now()' })
  probeAt: Date;

  /** The fence of a probe. */
  @Column('integer', { name: 'probe_attempt', default: 0 })
  probeAttempt: number;

  @Column('timestamptz', { name: 'probe_lease_until', nullable: true })
  probeLeaseUntil: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
