import { Injectable } from '@nestjs/common';
import type { SupportedDataType } from '#accounting/data-types';
import { type TrackingCategory, toTree } from '#accounting/models/tracking-category';
import { queryTarget } from '#accounting/properties';
import { Tenants } from '#database/tenant';
import { notFound } from '#platform/errors';
import { ListMemory } from '#records/list-memory';
import { type DocumentBytes, type DocumentText, readDocument, readPage, readSettings } from '#records/read';
import { pageBytes } from '../api/page.js';
import { readQuery } from '../api/read-query.js';
import { ListTurns } from '../http/list-turns.js';
import { findDataSource, noData, type DataPlace } from './data-connection.js';
import type { RecordsQuery } from './data.operations.js';

/** Xero allows 4 categories of 100 options each; this is room for archived ones too. */
const mostTrackingCategories = 10_000;

/** The records that were pulled, as text: a stored document is sent as it is. */
@Injectable()
export class Records {
  private readonly memory = new ListMemory();

  constructor(private readonly tenants: Tenants, private readonly turns: ListTurns) {}

  list(path: string, place: DataPlace, request: RecordsQuery): Promise<Buffer> {
    const search = readQuery(request, queryTarget(place.dataType));
    return this.turns.run(place.operatorId, request, () => this.tenants.read(place.operatorId, async (client) => {
      const { list, totals } = await findDataSource(client, place);
      const limits = { limit: request.pageSize, offset: (request.page - 1) * request.pageSize };
      const { documents, total } = await readPage(client, list, totals, { ...limits, ...search, asOf: request.asOf }, this.memory);
      return pageBytes(path, request, documents, total);
    }, readSettings(search)));
  }

  /** `asOf`: as it was served at this instant. */
  get(place: DataPlace, recordId: string, asOf?: string): Promise<DocumentText> {
    return this.tenants.read(place.operatorId, async (client) => {
      const source = await findDataSource(client, place);
      const document = await readDocument(client, source.list, recordId, asOf);
      if (document === null) throw notFound(noRecord(place.dataType, recordId));
      if (place.dataType !== 'trackingCategories') return document;
      const all = await readPage(client, source.list, source.totals, { limit: mostTrackingCategories, offset: 0, asOf });
      const [category, ...categories] = [document, ...all.documents].map((text) => JSON.parse(String(text)) as TrackingCategory);
      return JSON.stringify(toTree(category, categories));
    });
  }

  /** Of a data type that is one object for the whole company. */
  only(place: DataPlace, asOf?: string): Promise<DocumentBytes> {
    return this.tenants.read(place.operatorId, async (client) => {
      const { list, totals } = await findDataSource(client, place);
      const { documents: [document] } = await readPage(client, list, totals, { limit: 1, offset: 0, asOf });
      if (document === undefined) throw notFound(noData(place.dataType, place.companyId));
      return document;
    });
  }
}

export const noRecord = (dataType: SupportedDataType, id: string) => `No record of ${dataType} was found with ID ${id}`;
