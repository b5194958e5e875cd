import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { PortalUser, type PortalRole } from '#database/entities/portal-user.entity';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import type { EntityManager } from 'typeorm';
import { hashPassword, verifyPassword } from './passwords.js';

export interface NewUser {
  operatorId: string;
  email: string;
  name: string;
  password: string;
  role: PortalRole;
}

export interface UserKey {
  operatorId: string;
  userId: string;
}

/** People who sign in to the portal. */
@Injectable()
export class Users {
  constructor(private readonly tenants: Tenants, private readonly directory: Directory) {}

  /** Who signs in with this e-mail address and password; null without telling which of the two was wrong. */
  async authenticate(email: string, password: string): Promise<UserKey | null> {
    const candidates = await this.directory.usersByEmail(email);
    if (candidates.length === 0) await verifyPassword(undefined, password);
    for (const candidate of candidates) {
      if (await verifyPassword(await this.passwordHash(candidate), password)) return candidate;
    }
    return null;
  }

  /** Adds a user in the caller's transaction. */
  async create(manager: EntityManager, { operatorId, email, name, password, role }: NewUser): Promise<string> {
    const id = newId();
    const passwordHash = await hashPassword(password);
    await manager.insert(PortalUser, { operatorId, id, email, name, passwordHash, role });
    return id;
  }

  private passwordHash({ operatorId, userId }: UserKey): Promise<string | undefined> {
    return this.tenants.run(operatorId, async (manager) =>
      (await manager.findOneBy(PortalUser, { operatorId, id: userId }))?.passwordHash);
  }
}
