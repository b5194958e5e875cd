import type { Call, CallAnswer, CallRequest } from '#connector-kit/call';
import { ConnectorError } from '#connector-kit/errors';
import { type Write, WriteRefused, type Written } from '#connector-kit/writes';
import type { FakeNative, FakePlatform } from './fake-platform.js';

/** What becomes of a request that changes something. */
export type Fate =
  | 'answered'
  /** The effect is there, the answer is not. */
  | 'lostAfter' | 'cutAfter' | 'faultAfter'
  /** Neither is. */
  | 'lostBefore' | 'faultBefore' | 'limit'
  /** Only the test's word ends the wait for the answer; the effect is there before. */
  | 'hangs';

/** As long as Xero does. */
const keyLifeMs = 6 * 60_000;

/**
 * The writing side of the fake platform: it answers the same to the same key for six minutes by its own clock, and may
 * lose what it does or what it says.
 */
export class FakeWrites {
  /** How far its clock is ahead: tests let time pass by it, and date back what is stored. */
  aheadMs = 0;
  /** Decides over each request in turn. */
  fate: (request: CallRequest, turn: number) => Fate = () => 'answered';
  /** Requests that came in, and how often it was looked for records. */
  readonly requests: CallRequest[] = [];
  looks = 0;
  /** Ends all waits. */
  release: () => void = () => undefined;
  /** Whoever waits is told that a request hangs. */
  readonly hanging: (() => void)[] = [];
  private readonly answers = new Map<string, { at: number; answer: CallAnswer | ConnectorError }>();
  private readonly released = new Promise<void>((resolve) => { this.release = resolve; });

  constructor(private readonly platform: FakePlatform) {
    platform.writes = [this.create(), this.update()];
  }

  readonly call: Call = async (request) => {
    if (request.method === 'GET') return this.list();
    this.requests.push(request);
    const fate = this.fate(request, this.requests.length);
    if (fate === 'limit') throw new ConnectorError('throttled', 'minuteLimit', { retryAfterSeconds: 1 });
    if (fate === 'lostBefore') throw new ConnectorError('unavailable', 'network');
    if (fate === 'faultBefore') throw new ConnectorError('unavailable', 'platformFault', { status: 500 });
    const answer = this.once(request);
    if (fate === 'lostAfter') throw new ConnectorError('unavailable', 'timeout');
    if (fate === 'faultAfter') throw new ConnectorError('unavailable', 'platformFault', { status: 500 });
    if (fate === 'hangs') {
      for (const told of this.hanging.splice(0)) told();
      await this.released;
    }
    if (answer instanceof ConnectorError) throw answer;
    return fate === 'cutAfter' ? { ...answer, body: '{"invoice":{"id":"i' } : answer;
  };

  invoices(): FakeNative[] {
    return [...this.platform.list('Invoices').values()];
  }

  private once(request: CallRequest): CallAnswer | ConnectorError {
    const key = request.headers?.['idempotency-key'] ?? '';
    const known = this.answers.get(key);
    if (known && this.now() - known.at < keyLifeMs) return known.answer;
    const answer = this.effect(request.path.slice('/invoices/'.length), request.body as { number: string });
    if (key !== '') this.answers.set(key, { at: this.now(), answer });
    return answer;
  }

  private effect(id: string, body: { number: string; total?: number }): CallAnswer | ConnectorError {
    if (body.number === 'refused') return new ConnectorError('rejected', 'invalidRequest', { status: 400, messages: ['The number is not accepted.', 'The total does not add up.'] });
    const { platform } = this;
    platform.now = Date.now();
    const invoice = platform.put('Invoices', id || `i${platform.list('Invoices').size + 1}`, body);
    return { status: 200, headers: {}, body: { invoice }, bytes: 0 };
  }

  private now(): number {
    return Date.now() + this.aheadMs;
  }

  private list(): CallAnswer {
    this.looks += 1;
    return { status: 200, headers: {}, body: { invoices: this.invoices() }, bytes: 0 };
  }

  private create(): Write {
    return {
      dataType: 'invoices', kind: 'Create', scopes: ['invoices.write'],
      options: {
        type: 'Object', displayName: 'Invoice', description: '', required: true,
        properties: {
          invoiceNumber: { type: 'String', displayName: 'Number', description: '', required: true, maxLength: 20 },
          totalAmount: { type: 'Number', displayName: 'Total', description: '', required: false },
          status: { type: 'String', displayName: 'Status', description: '', required: false, choices: [{ value: 'Draft', displayName: 'Draft' }] },
          customerRef: { type: 'Object', displayName: 'Customer', description: '', required: false, properties: { id: { type: 'String', displayName: 'Id', description: '', required: true } } },
        },
      },
      prepare: async (_call, { document }, { references }) => {
        const contact = (document!['customerRef'] as { id: string } | undefined)?.id;
        if (contact !== undefined && !references.contact(contact)) throw new WriteRefused([{ field: 'customerRef.id', message: 'names nobody' }]);
        return { method: 'POST', path: '/invoices/', body: { number: document!['invoiceNumber'], total: document!['totalAmount'], ...(contact && { contact }) } };
      },
      written: ({ body }) => created((body as { invoice: FakeNative }).invoice),
      find: async (call, { document }, { claimed, since }) => {
        const { body } = await call({ method: 'GET', path: '/invoices/' });
        const found = (body as { invoices: FakeNative[] }).invoices.find(({ id, number, changedAt }) =>
          number === document!['invoiceNumber'] && changedAt >= Date.parse(since) && !claimed.has(id));
        return found ? created(found) : null;
      },
    };
  }

  private update(): Write {
    const { scopes, options } = this.create();
    return {
      dataType: 'invoices', kind: 'Update', scopes, options,
      prepare: async (_call, { document, recordId }) => ({ method: 'POST', path: `/invoices/${recordId}`, body: { number: document!['invoiceNumber'] } }),
      written: ({ body }) => written('Modified', (body as { invoice: FakeNative }).invoice),
      find: async (_call, { document, recordId }) => {
        const invoice = this.platform.list('Invoices').get(recordId!);
        return invoice?.['number'] === document!['invoiceNumber'] ? written('Modified', invoice!) : null;
      },
    };
  }
}

const created = (invoice: FakeNative): Written => written('Created', invoice);

function written(type: 'Created' | 'Modified', invoice: FakeNative): Written {
  if (typeof invoice?.id !== 'string') throw new TypeError('no invoice');
  return { changes: [{ type, recordRef: { id: invoice.id, dataType: 'invoices' } }], natives: [{ source: 'Invoices', native: invoice }], stale: [] };
}
