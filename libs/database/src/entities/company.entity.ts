import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('company')
export class Company {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('jsonb', { nullable: true })
  tags: Record<string, string> | null;

  @Column('text', { array: true, default: '{}' })
  products: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('text', { name: 'created_by_user_name', nullable: true })
  createdByUserName: string | null;
}
