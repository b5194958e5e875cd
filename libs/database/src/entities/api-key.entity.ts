import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text', { nullable: true })
  name: string | null;

  /** SHA-256 of the key: keys are 256 random bits, so a slow hash would add nothing. */
  @Column('bytea', { name: 'key_hash' })
  keyHash: Buffer;

  /** A few characters, too few to be of use to anybody else; empty for keys from before they were kept. */
  @Column('text', { name: 'begins_with', default: '' })
  beginsWith: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;
}
