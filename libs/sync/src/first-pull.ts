import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnLinked, type LinkedConnection } from '#connections/on-linked';
import { PlatformSources } from './platform-sources.js';
import { orderProof } from './proof/due-proofs.js';
import { ReadingRows } from './reading-rows.js';
import { scheduleCompany } from './sync-settings.js';

/** A company that has just linked is pulled at once: the rows commit with the link, the wake follows. */
@Injectable()
export class FirstPull extends OnLinked {
  constructor(private readonly rows: ReadingRows, private readonly platforms: PlatformSources) {
    super();
  }

  override async linked(manager: EntityManager, connection: LinkedConnection): Promise<() => Promise<void>> {
    const { due } = await this.rows.addAll(manager, this.platforms.of(connection.platformKey), connection);
    await orderProof((text, values) => manager.query(text, values), connection);
    await scheduleCompany(manager, connection.operatorId, connection.companyId);
    return () => this.rows.wake(connection.operatorId, due, 'linked');
  }
}
