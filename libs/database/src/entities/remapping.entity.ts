import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('remapping')
export class Remapping {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  /** Which stored documents to map again. */
  @Column('jsonb')
  scope: object;

  @Column('text', { default: 'queued' })
  status: 'queued' | 'running' | 'complete' | 'failed';

  @Column('jsonb', { nullable: true })
  cursor: object | null;

  @Column('integer', { default: 0 })
  attempt: number;

  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('timestamptz', { name: 'next_at', default: () => 'now()' })
  nextAt: Date;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
