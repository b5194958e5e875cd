import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('operator')
export class Operator {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  /** Empty for none: the wire's contract has no null here. */
  @Column('text', { name: 'redirect_url', default: '' })
  redirectUrl: string;

  @Column('text', { name: 'logo_url', nullable: true })
  logoUrl: string | null;

  @Column('text', { name: 'icon_url', nullable: true })
  iconUrl: string | null;

  @Column('text', { name: 'white_list_urls', array: true, default: () => `'{}'` })
  whiteListUrls: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
