import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { ArrivingFile } from '#connector-kit/arriving-file';
import { Tenants } from '#database/tenant';
import { tooMany } from '#platform/errors';
import type { RecordList } from '#records/read';
import { walkDocuments } from '#records/walk';
import type { ClientBase } from 'pg';
import { ZipFile } from 'yazl';
import { safeName, type ServedFile } from '../attachments/served-file.js';
import { type ExportFile, filesOf } from './export-files.js';
import { type ExportIndex, exportIndex, type ExportRequest } from './export-index.js';

const atOnce = 2;

/** An export holds a connection to the database: a reader who takes nothing for so long has gone. */
const patienceMs = 120_000;

/** One moment for all that is read, at the pace of whoever reads it. */
const settings = [
  "transaction_isolation = 'repeatable read'", 'transaction_read_only = on', 'statement_timeout = 60000',
  `idle_in_transaction_session_timeout = ${patienceMs + 30_000}`,
];

export type ExportedFile = ServedFile<Pick<ArrivingFile, 'stream' | 'size'>>;

/** Whole companies as a file, which is written while it is sent: nothing of it is kept in memory or on a disk. */
@Injectable()
export class Exports {
  private readonly running = new Map<string, number>();

  constructor(private readonly tenants: Tenants) {}

  /** Throws before there is anything to send, or ends the file in the middle: one that can be opened is whole. */
  async open(request: ExportRequest): Promise<ExportedFile> {
    const { operatorId } = request;
    const running = this.running.get(operatorId) ?? 0;
    if (running >= atOnce) throw tooMany(`${atOnce} exports run at once. Try again when one of them has ended.`, 30);
    this.running.set(operatorId, running + 1);
    const output = new PassThrough();
    return new Promise((opened, refused) => {
      this.tenants.sql(operatorId, async (client) => {
        const index = await exportIndex(client, request);
        opened({ name: safeName(`${index.company.name} ${index.exportedAt.slice(0, 10)}.zip`, 'export.zip'), contentType: 'application/zip', file: { stream: output, size: undefined } });
        await write(client, operatorId, index, output);
      }, settings)
        .catch(refused)
        .finally(() => this.end(operatorId));
    });
  }

  private end(operatorId: string): void {
    const running = this.running.get(operatorId)! - 1;
    if (running === 0) this.running.delete(operatorId);
    else this.running.set(operatorId, running);
  }
}

async function write(client: ClientBase, operatorId: string, index: ExportIndex, output: PassThrough): Promise<void> {
  const patience = setTimeout(() => output.destroy(new Error('Nobody read on.')), patienceMs);
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(`${JSON.stringify(index, null, 2)}\n`), 'index.json');
  for (const { dataType, files } of index.dataTypes) {
    const list = { operatorId, connectionId: index.connectionId, dataType };
    for (const file of filesOf(dataType, index.format).filter(({ name }) => files.includes(name))) {
      zip.addReadStreamLazy(file.name, (begin) => {
        const text = Readable.from(textOf(client, list, file, () => patience.refresh()), { objectMode: false });
        text.on('error', (error) => output.destroy(error));
        begin(null, text);
      });
    }
  }
  zip.end();
  // Whatever fails ends `output` too.
  await pipeline(zip.outputStream, output).finally(() => clearTimeout(patience));
}

async function* textOf(client: ClientBase, list: RecordList, file: ExportFile, goesOn: () => void): AsyncGenerator<string> {
  if (file.head !== '') yield file.head;
  for await (const documents of walkDocuments(client, list)) {
    goesOn();
    const rows = file.rows(documents);
    if (rows !== '') yield rows;
  }
}
