import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('dataset')
export class Dataset {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'company_id' })
  companyId: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @Column('text', { name: 'data_type' })
  dataType: string;

  /** One of the wire's 21 dataset statuses. */
  @Column('text', { default: 'Queued' })
  status: string;

  @Column('text', { name: 'status_description', nullable: true })
  statusDescription: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage: string | null;

  @Column('integer', { default: 0 })
  progress: number;

  @Column('jsonb', { default: () => `'{}'` })
  counts: Record<string, number | null>;

  /** Not every endpoint of its data type is read for it. */
  @Column('boolean', { default: false })
  partial: boolean;

  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;
}
