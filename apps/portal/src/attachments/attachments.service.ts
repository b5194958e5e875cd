import { Injectable } from '@nestjs/common';
import type { SupportedDataType } from '#accounting/data-types';
import type { Attachment, Attachments as AttachmentList } from '#accounting/models/attachment';
import type { Invoice } from '#accounting/models/invoice';
import { OrganisationCalls } from '#calls/organisation-calls';
import type { Call } from '#connector-kit/call';
import { ConnectorError, ReadingError } from '#connector-kit/errors';
import type { AttachedFile, Files } from '#connector-kit/files';
import { connectorOf } from '#connectors/registry';
import { Tenants } from '#database/tenant';
import { notFound, unavailable } from '#platform/errors';
import { readDocument } from '#records/read';
import { findDataSource } from '../data/data-connection.js';
import { noRecord } from '../data/records.service.js';
import { FilePlaces } from './file-places.js';
import { toRefusal } from './platform-refusal.js';
import { safeName, type ServedFile } from './served-file.js';

export interface RecordPlace {
  readonly operatorId: string;
  readonly companyId: string;
  /** Absent: the connection whose data the company shows. */
  readonly connectionId?: string;
  readonly dataType: SupportedDataType;
  readonly recordId: string;
}

const largestFile = 25 * 1024 * 1024;

/** Files of records, asked from the platform within what its limits leave to persons. Nothing of them is stored. */
@Injectable()
export class Attachments {
  constructor(private readonly tenants: Tenants, private readonly calls: OrganisationCalls, private readonly places: FilePlaces) {}

  async list(place: RecordPlace): Promise<AttachmentList> {
    const found = await this.ask(place, 'such record', (files, call) => files.attachments(call, place));
    return { attachments: found.map(toAttachment) };
  }

  async get(place: RecordPlace, id: string): Promise<Attachment> {
    return toAttachment(await this.ask(place, 'such attachment', (files, call) => named(files, call, place, id)));
  }

  download(place: RecordPlace, id: string): Promise<ServedFile> {
    return this.fetch(place, 'such attachment', async (files, call) => {
      const attached = await named(files, call, place, id);
      if ((attached.size ?? 0) > largestFile) throw new ConnectorError('unexpected', 'tooLarge');
      return { name: safeName(attached.name, 'attachment'), contentType: 'application/octet-stream', file: await files.attachment(call, place, attached, largestFile) };
    });
  }

  invoicePdf(place: Omit<RecordPlace, 'dataType'>, accept = ''): Promise<ServedFile> {
    // Codat's lending SDK names the only type that it reads with a weight of 0.
    const contentType = /application\/pdf/i.test(accept) ? 'application/pdf' : 'application/octet-stream';
    return this.fetch({ ...place, dataType: 'invoices' }, 'such invoice', async (files, call, document) => {
      const { invoiceNumber } = JSON.parse(document) as Partial<Invoice>;
      return { name: safeName(`invoice-${(invoiceNumber ?? place.recordId).replace(/[/\\]/g, '_')}.pdf`, 'invoice.pdf'), contentType, file: await files.invoicePdf(call, place.recordId, largestFile) };
    });
  }

  /** A file keeps its place until the platform has sent all of it, or the consumer has gone. */
  private async fetch(place: RecordPlace, what: string, work: (files: Files, call: Call, document: string) => Promise<ServedFile>): Promise<ServedFile> {
    const leave = this.places.take(place.operatorId);
    try {
      const served = await this.ask(place, what, work);
      void served.file.ended.then(leave);
      return served;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Only for a record that is here: no id that somebody made up reaches the platform. */
  private async ask<T>(place: RecordPlace, what: string, work: (files: Files, call: Call, document: string) => Promise<T>): Promise<T> {
    const { connectionId, platformKey, document } = await this.record(place);
    const { files, name } = connectorOf(platformKey);
    if (!files) throw notFound(`Files are not supported by platform(s) [${name}]`);
    try {
      return await work(files, await this.calls.callFor(place.operatorId, connectionId, 'person'), document);
    } catch (error) {
      throw error instanceof ReadingError ? unavailable('The accounting software gave an answer that we do not understand.') : toRefusal(error, what);
    }
  }

  private record(place: RecordPlace): Promise<{ connectionId: string; platformKey: string; document: string }> {
    return this.tenants.sql(place.operatorId, async (client) => {
      const { list } = await findDataSource(client, place);
      const document = await readDocument(client, list, place.recordId);
      if (document === null) throw notFound(noRecord(place.dataType, place.recordId));
      const { rows: [{ platform_key }] } = await client.query<{ platform_key: string }>(
        'select platform_key from connection where operator_id = $1 and id = $2', [place.operatorId, list.connectionId]);
      return { connectionId: list.connectionId, platformKey: platform_key, document };
    });
  }
}

async function named(files: Files, call: Call, place: RecordPlace, id: string): Promise<AttachedFile> {
  const found = (await files.attachments(call, place)).find((file) => file.id === id);
  if (!found) throw notFound(`No attachment was found with ID ${id}`);
  return found;
}

function toAttachment({ id, name, contentType, size, includeWhenSent }: AttachedFile): Attachment {
  return { id, name, contentType, fileSize: size, includeWhenSent };
}
