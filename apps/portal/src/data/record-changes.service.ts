import { Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { readChanges, type RecordChange } from '#records/changes';
import { listTimeLimit } from '#records/read';
import { cursorOf, positionOf } from './change-cursor.js';
import { findDataSource, type DataPlace } from './data-connection.js';
import type { ChangesQuery } from './data.operations.js';

/** What changed in lists since a consumer looked last. */
@Injectable()
export class RecordChanges {
  constructor(private readonly tenants: Tenants) {}

  /** As text: a stored document is sent as it is. */
  list(place: DataPlace, { after, pageSize }: ChangesQuery): Promise<Buffer> {
    return this.tenants.sql(place.operatorId, async (client) => {
      const { list, totals } = await findDataSource(client, place);
      const { changes, position, more } = await readChanges(client, list, positionOf(after, list, totals), pageSize);
      return Buffer.from(`{"results":[${changes.map(text).join(',')}],"cursor":${JSON.stringify(cursorOf(list, position))},"hasMore":${more}}`);
    }, [listTimeLimit]);
  }
}

function text({ document, ...facts }: RecordChange): string {
  return `${JSON.stringify(facts).slice(0, -1)},"record":${document}}`;
}
