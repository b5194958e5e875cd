import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ReadingStatus = 'queued' | 'running' | 'waiting' | 'complete' | 'failed' | 'cancelled';

@Entity('reading')
export class Reading {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  /** Readings that were asked for together. */
  @Column('uuid', { name: 'batch_id' })
  batchId: string;

  /** Order within the batch: references before the documents that name them. */
  @Column('integer')
  position: number;

  /** The sync order of its most urgent data type, or of one that waits for it. */
  @Column('integer', { name: 'sync_order', default: 0 })
  syncOrder: number;

  /** Key of the connector's source, such as `Invoices`. */
  @Column('text')
  source: string;

  /** delta: only what changed since the last reading, wherever that is known. From its start on it says what the reading does. */
  @Column('text', { default: 'delta' })
  mode: 'full' | 'delta';

  @Column('text', { default: 'queued' })
  status: ReadingStatus;

  @Column('jsonb', { nullable: true })
  cursor: object | null;

  /** The fence: every write of an attempt checks that it is still the current one. */
  @Column('integer', { default: 0 })
  attempt: number;

  /** Attempts that ended because their process died, counted apart from errors. */
  @Column('integer', { default: 0 })
  deaths: number;

  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('timestamptz', { name: 'next_at', default: () => 'now()' })
  nextAt: Date;

  @Column('jsonb', { default: () => `'{}'` })
  counts: Record<string, number>;

  @Column('text', { name: 'error_kind', nullable: true })
  errorKind: string | null;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
