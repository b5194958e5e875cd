import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.js';
import type { Counters } from '../gate/counters.js';

const keptCalls = 5000;
const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** One call to anything but the control API. */
export interface LoggedCall {
  /** Counts from 1 since the start or the last clearing. */
  number: number;
  at: string;
  method: string;
  path: string;
  query: string;
  /** 0 when the client got no whole answer. */
  status: number;
  tenantId: string | null;
  milliseconds: number;
  /** Of the answer's body, as far as its length was told. */
  bytes: number;
}

/** The last calls and a tally of all of them by path and status. */
export class CallLog {
  private calls: LoggedCall[] = [];
  private total = 0;

  constructor(
    private readonly clock: Clock,
    private readonly counters: Counters,
  ) {}

  /** Records every request of the server from its arrival to the moment its connection is done with it. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      const [path = '', query = ''] = request.url.split('?');
      if (path.startsWith('/simulator/')) return;
      const startedAt = this.clock.now();
      const tenantId = request.headers['xero-tenant-id'];
      reply.raw.once('close', () => {
        const status = reply.raw.writableFinished ? reply.raw.statusCode : 0;
        this.add({
          at: new Date(startedAt).toISOString(),
          method: request.method,
          path,
          query,
          status,
          tenantId: typeof tenantId === 'string' ? tenantId : null,
          milliseconds: this.clock.now() - startedAt,
          bytes: status === 0 ? 0 : Number(reply.getHeader('content-length') ?? 0),
        });
      });
    });
  }

  last(count: number, path?: RegExp): LoggedCall[] {
    const calls = path ? this.calls.filter((call) => path.test(call.path)) : this.calls;
    return calls.slice(-count);
  }

  clear(): void {
    this.calls = [];
    this.total = 0;
  }

  private add(call: Omit<LoggedCall, 'number'>): void {
    this.total += 1;
    this.calls.push({ number: this.total, ...call });
    if (this.calls.length > 2 * keptCalls) this.calls = this.calls.slice(-keptCalls);
    this.counters.add(`call ${call.method} ${call.path.replace(ids, '{id}')} ${call.status === 0 ? 'broken off' : call.status}`);
  }
}
