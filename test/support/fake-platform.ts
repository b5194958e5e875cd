import type { SupportedDataType } from '#accounting/data-types';
import type { Call } from '#connector-kit/call';
import type { Connector, NativeRecord, ReadPage, ReadRequest, Source } from '#connector-kit/connector';
import type { Ledger } from '#connector-kit/ledger';
import type { Write } from '#connector-kit/writes';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';

export interface FakeNative extends NativeRecord {
  readonly id: string;
  /** Milliseconds of the fake's clock. */
  readonly changedAt: number;
}

type Read = { source: string } & ReadRequest;

/**
 * An accounting platform in memory, for what a real one does only by chance: books that change between two pages, counts
 * that are wrong, pages that never end. It pages by live offset, newest change first, as the real ones do.
 */
export class FakePlatform {
  readonly books = new Map<string, Map<string, FakeNative>>();
  readonly reads: Read[] = [];
  /** What was mapped: data types and ids. */
  readonly mapped: string[] = [];
  /** Of a list that comes whole, in how large parts it is handed over. */
  pageSize = 10;
  callsPerDay = 5000;
  /** False: as a reader would get them that does not ask for an order. */
  newestFirst = true;
  /** Milliseconds; every change takes a second. */
  now = Date.UTC(2026, 10, 22, 9);
  /** Runs before a page is answered; may change the books, throw or wait. */
  beforeRead: (read: Read) => void | Promise<void> = () => undefined;
  /** Changes a page before it is handed over. */
  tamper: (page: ReadPage, read: Read) => ReadPage = (page) => page;

  put(source: string, id: string, fields: object = {}): FakeNative {
    this.now += 1000;
    const native = { ...this.list(source).get(id), ...fields, id, changedAt: this.now };
    this.list(source).set(id, native);
    return native;
  }

  /** A change that the platform does not stamp. */
  putUnstamped(source: string, id: string, fields: object): void {
    this.list(source).set(id, { ...this.list(source).get(id)!, ...fields });
  }

  remove(source: string, id: string): void {
    this.list(source).delete(id);
  }

  list(source: string): Map<string, FakeNative> {
    if (!this.books.has(source)) this.books.set(source, new Map());
    return this.books.get(source)!;
  }

  /** Of the mappings, as the connector names it. */
  edition = 'first';

  /** Keys of sources that the connector has beside the usual four. */
  readonly moreSources = new Set<string>();

  /** What can be written, for tests of that. */
  writes: readonly Write[] = [];

  /** How its documents post, for tests of that. */
  ledger: Ledger | null = null;

  get connector(): Connector {
    const sources = fakeSources(this).filter(({ key }) => usual.includes(key) || this.moreSources.has(key));
    const tiers = [{ key: 'standard', journals: false }, { key: 'advanced', journals: true }];
    return { key: 'fake', name: 'Fake Books', edition: this.edition, sources, tiers, writes: this.writes, ledger: this.ledger, limits: () => ({ perDay: this.callsPerDay }) } as unknown as Connector;
  }

  async answer(source: string, kind: Source['kind'], request: ReadRequest): Promise<ReadPage> {
    if (kind === 'appended') return this.appended(source, request);
    const paged = kind === 'paged';
    const read = { source, ...request };
    this.reads.push(read);
    await this.beforeRead(read);
    const since = request.modifiedSince === null ? -Infinity : Date.parse(request.modifiedSince);
    const all = [...this.list(source).values()].filter(({ changedAt }) => changedAt >= since).sort((a, b) => (this.newestFirst ? b.changedAt - a.changedAt : a.changedAt - b.changedAt));
    const start = paged ? (request.page - 1) * this.pageSize : 0;
    const natives = paged ? all.slice(start, start + this.pageSize) : all;
    const page = {
      natives: structuredClone(natives),
      more: paged && start + this.pageSize < all.length,
      total: paged ? all.length : null,
      sourceTime: `${new Date(this.now).toISOString().slice(0, 19)}Z`,
    };
    const given = this.tamper(page, read);
    return paged ? given : this.inParts(given);
  }

  private inParts(page: ReadPage): ReadPage {
    if (page.natives.length <= this.pageSize) return page;
    const natives = page.natives.slice(0, this.pageSize);
    return { ...page, natives, more: true, rest: () => this.inParts({ ...page, natives: page.natives.slice(this.pageSize) }) };
  }

  /** Rows are numbered by their ids. */
  private async appended(source: string, request: ReadRequest): Promise<ReadPage> {
    const read = { source, ...request };
    this.reads.push(read);
    await this.beforeRead(read);
    const left = [...this.list(source).values()].filter(({ id }) => Number(id) > Number(request.after ?? 0)).sort((a, b) => Number(a.id) - Number(b.id));
    const natives = left.slice(0, this.pageSize);
    return this.tamper({
      natives: structuredClone(natives), more: left.length > natives.length, total: null,
      sourceTime: `${new Date(this.now).toISOString().slice(0, 19)}Z`, ...(natives.length > 0 && { bookmark: natives.at(-1)!.id }),
    }, read);
  }
}

const usual = ['Accounts', 'Contacts', 'Payments', 'Invoices'];

export const noCall: Call = () => Promise.reject(new Error('The fake platform is not asked through calls'));

function fakeSources(platform: FakePlatform): Source[] {
  const source = (key: string, kind: Source['kind'], needs: string[], mappings: Source['mappings'], exceptions: Partial<Source> = {}): Source => ({
    key, kind, absence: 'gone', scopes: [], needs, mappings: noted(platform, mappings), ...exceptions,
    dataTypes: Object.keys(mappings) as SupportedDataType[],
    read: (_call, request) => platform.answer(key, kind, request),
    id: (native) => {
      if (typeof native['id'] !== 'string') throw new ReadingError('id', 'is missing');
      return native['id'];
    },
    modifiedAt: (native) => stamp(native),
    ignores: (native) => native['draft'] === true,
    names: (native) => ({ contacts: list(native['contact']), payments: list(native['payment']) }),
  });
  const payments = {
    payments: mapping((native, references) => ({
      date: '2026-11-01T00:00:00', totalAmount: 1,
      accountRef: ref(references.account(String(native['account']))),
      lines: [{ amount: 1, links: [{ type: 'Invoice', id: native['pays'], amount: 1 }] }],
    })),
  };
  return [
    source('Accounts', 'whole', [], { chartOfAccounts: mapping((native) => ({ name: native['name'], nominalCode: native['code'], status: 'Active', currentBalance: native['balance'] })) }),
    source('Contacts', 'paged', [], {
      customers: mapping((native) => native['supplier'] ? null : { customerName: native['name'], status: 'Active' }),
      suppliers: mapping((native) => native['supplier'] ? { supplierName: native['name'], status: 'Active' } : null),
    }),
    source('Payments', 'paged', ['Accounts', 'Contacts'], payments),
    source('Prepayments', 'paged', ['Accounts', 'Contacts', 'Payments'], payments),
    source('Invoices', 'paged', ['Accounts', 'Contacts', 'Payments'], {
      invoices: mapping((native, references) => native['bill'] ? null : invoice(native, references)),
      bills: mapping((native, references) => native['bill'] ? invoice(native, references) : null),
    }),
    source('Months', 'whole', [], { items: mapping((native) => ({ name: native['name'] })) }, { absence: 'kept' }),
    source('Reports', 'whole', [], { balanceSheet: mapping((native) => ({ name: native['name'] })) }, { absence: 'kept' }),
    source('ManualJournals', 'paged', [], { taxRates: mapping((native) => ({ name: native['name'] })) }),
    source('Journals', 'appended', [], { taxRates: mapping((native) => ({ name: native['name'] })) }, {
      tierFeature: 'journals', insteadOf: 'ManualJournals', scopes: ['journals.read'],
    }),
  ] as Source[];
}

function invoice(native: NativeRecord, references: References): object {
  if (native['total'] === 'broken') throw new ReadingError('total', 'is not a number');
  return {
    invoiceNumber: native['number'],
    issueDate: native['date'] ?? '2026-11-01T00:00:00',
    status: native['status'] ?? 'Submitted',
    totalAmount: native['total'] ?? 1,
    customerRef: ref(references.contact(String(native['contact']))),
    accountRef: ref(references.account(String(native['account']))),
    paidFrom: references.payment(String(native['payment']))?.accountId,
  };
}

// The documents are as small as the rules under test allow, not whole models.
function mapping(read: (native: NativeRecord, references: References) => object | null): never {
  return ((native: NativeRecord, references: References) => {
    if (native['deleted']) return { deleted: true };
    if (native['draft'] || native['unheardOf']) return null;
    const content = read(native, references);
    if (!content) return null;
    return { deleted: false, document: { id: native['id'], ...content, sourceModifiedDate: stamp(native).slice(0, 19), metadata: { isDeleted: false } } };
  }) as never;
}

function noted(platform: FakePlatform, mappings: Source['mappings']): Source['mappings'] {
  return Object.fromEntries(Object.entries(mappings).map(([dataType, map]) => [dataType, (native: NativeRecord, references: References) => {
    platform.mapped.push(`${dataType} ${String(native['id'])}`);
    return map(native, references);
  }]));
}

function stamp(native: NativeRecord): string {
  return `${new Date(native['changedAt'] as number).toISOString().slice(0, 19)}Z`;
}

function ref(found: { id: string; name: string | undefined } | undefined) {
  return found && { id: found.id, name: found.name };
}

function list(name: unknown): string[] {
  return typeof name === 'string' ? [name] : [];
}
