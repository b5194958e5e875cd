import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('app')
export class App {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text', { name: 'platform_key' })
  platformKey: string;

  @Column('text', { name: 'client_id', nullable: true })
  clientId: string | null;

  /** Sealed by the vault for this row. */
  @Column('bytea', { name: 'client_secret', nullable: true })
  clientSecret: Buffer | null;

  @Column('timestamptz', { name: 'secret_set_at', nullable: true })
  secretSetAt: Date | null;

  /** What the platform signs its webhooks with. Sealed by the vault for this row. */
  @Column('bytea', { name: 'webhook_key', nullable: true })
  webhookKey: Buffer | null;

  /** When the platform last refused these keys; null when it takes them, as far as we know. */
  @Column('timestamptz', { name: 'refused_at', nullable: true })
  refusedAt: Date | null;

  /** Key of one of the connector's tiers: decides the limits on connections and calls. */
  @Column('text')
  tier: string;

  /** The operator says that the platform approved the app for the journals of the ledger. */
  @Column('boolean', { default: false })
  journals: boolean;

  /** The operator lets consumers write. */
  @Column('boolean', { default: false })
  writes: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
