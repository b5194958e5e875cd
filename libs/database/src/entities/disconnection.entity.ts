import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('disconnection')
export class Disconnection {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'app_id' })
  appId: string;

  /** Null: in the name of the app itself. */
  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId: string | null;

  @Column('text', { name: 'external_id' })
  externalId: string;

  @Column('text')
  reason: string;

  @Column('text', { default: 'started' })
  status: 'started' | 'done' | 'given-up';

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { name: 'next_at', default: () => 'now()' })
  nextAt: Date;

  /** While it lies in the future a worker is telling the platform. */
  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'done_at', nullable: true })
  doneAt: Date | null;
}
