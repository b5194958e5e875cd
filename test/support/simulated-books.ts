import type { Call } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { xero } from '#connector-xero/xero';
import { answer } from '../../apps/xero-simulator/src/accounting/answer.js';
import type { Books } from '../../apps/xero-simulator/src/books/books.js';
import { edit, editKinds, NothingFits } from '../../apps/xero-simulator/src/books/control.js';
import { createBooks } from '../../apps/xero-simulator/src/books/create-books.js';
import { writeRandomly } from '../../apps/xero-simulator/src/writes/testing.js';

/** The day it is in these books, whenever a test runs. */
const now = Date.UTC(2026, 10, 22, 9, 30);
export const today = '2026-11-22';

/** Books of the simulator in the test's own process, read by the connector's own sources and without a wire. */
export class SimulatedBooks {
  private readonly books: Books;

  constructor(options: { seed: number; edition: string; invoices: number }) {
    this.books = createBooks({ ...options, organisationId: '0a1b2c3d-0000-4000-8000-000000000001', name: 'Demo', clock: { now: () => now } });
  }

  /** Random ones of all kinds, as many as fit. */
  edit(count: number): void {
    for (let made = 0; made < count; made++) {
      try {
        edit(this.books, { kind: editKinds[made % editKinds.length] });
      } catch (error) {
        // Small books run out of drafts to approve and the like.
        if (!(error instanceof NothingFits)) throw error;
      }
    }
  }

  /** Random ones of all kinds, as callers of the API make them. */
  write(count: number): void {
    writeRandomly(this.books, count, this.books.drawing.options.seed);
  }

  readonly call: Call = async ({ method, path, query = {}, headers = {}, body: sent }) => {
    const texts = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const request = { method, path: path.replace('/api.xro/2.0/', ''), query: texts, headers, clientId: 'app-1' };
    const written = sent === undefined ? {} : { body: Buffer.isBuffer(sent) ? sent : Buffer.from(JSON.stringify(sent)) };
    const { status, body } = answer(this.books, { ...request, ...written });
    const text = body.toString();
    const answered = { status, headers: {}, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text, bytes: body.length };
    const failure = xero.classify(answered);
    if (failure !== null) throw failure;
    return answered;
  };

  /** Every record of a source. */
  async natives(key: string): Promise<NativeRecord[]> {
    const source = xero.sources.find((row) => row.key === key)!;
    const natives: NativeRecord[] = [];
    let after: string | null = null;
    for (let page = 1, more = true; more; page++) {
      const read = await source.read(this.call, { page, modifiedSince: null, after, months: 24, today });
      natives.push(...read.natives);
      after = read.bookmark ?? after;
      more = read.more;
    }
    return natives;
  }
}
