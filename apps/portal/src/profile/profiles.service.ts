import { Injectable } from '@nestjs/common';
import { Operator } from '#database/entities/operator.entity';
import { Tenants } from '#database/tenant';
import type { ProfileView } from './profile.operations.js';

/** What operators say about themselves. */
@Injectable()
export class Profiles {
  constructor(private readonly tenants: Tenants) {}

  async get(operatorId: string): Promise<ProfileView> {
    return view(await this.tenants.run(operatorId, (manager) => manager.findOneByOrFail(Operator, { id: operatorId })));
  }

  async replace(operatorId: string, { name, redirectUrl, logoUrl, iconUrl, whiteListUrls = [] }: ProfileView): Promise<ProfileView> {
    await this.tenants.run(operatorId, (manager) =>
      manager.update(Operator, { id: operatorId }, { name, redirectUrl, logoUrl: logoUrl ?? null, iconUrl: iconUrl ?? null, whiteListUrls }));
    return this.get(operatorId);
  }
}

function view({ name, redirectUrl, logoUrl, iconUrl, whiteListUrls }: Operator): ProfileView {
  return { name, redirectUrl, ...(logoUrl !== null && { logoUrl }), ...(iconUrl !== null && { iconUrl }), whiteListUrls };
}
