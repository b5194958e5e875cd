import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export type Behaviour = (received: Received, response: http.ServerResponse) => void;

/** A consumer's server: keeps what arrives and answers as a test wants it. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  answer: Behaviour = (_, response) => response.writeHead(204).end();

  private constructor(private readonly server: http.Server) {}

  static async listen(): Promise<WebhookReceiver> {
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const headers = request.headers as Record<string, string>;
        const received = { id: headers['webhook-id'], headers, body: Buffer.concat(chunks).toString() };
        receiver.received.push(received);
        receiver.answer(received, response);
      });
    });
    const receiver = new WebhookReceiver(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  /** Event types that arrived. */
  get types(): string[] {
    return this.received.map(({ body }) => (JSON.parse(body) as { eventType: string }).eventType);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
