import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('integration')
export class Integration {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('text', { name: 'platform_key' })
  platformKey: string;

  @Column('boolean', { default: false })
  enabled: boolean;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
