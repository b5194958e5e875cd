import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Codat's five roles, from the least to the most allowed. */
export type PortalRole = 'Onboarding' | 'Advisor' | 'Analyst' | 'Developer' | 'Administrator';

@Entity('portal_user')
export class PortalUser {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  email: string;

  @Column('text')
  name: string;

  /** Argon2id, in its own text form. */
  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column('text')
  role: PortalRole;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
