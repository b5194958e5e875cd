import { ArrivingFile } from '#connector-kit/arriving-file';
import { HttpCaller } from '#connector-kit/http-caller';
import fastify, { type FastifyReply } from 'fastify';
import { createServer, type ServerResponse } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import type { AddressInfo } from 'node:net';
import { safeName, sendFile } from './served-file.js';

describe('the name of a file that somebody else named', () => {
  it.each([
    ['receipt.pdf', 'receipt.pdf'], ['Rechnung März (2).pdf', 'Rechnung März (2).pdf'], ['請求書.pdf', '請求書.pdf'], ['../../etc/passwd.txt', 'passwd.txt'], [String.raw`..\..\boot.txt`, 'boot.txt'],
    ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'], ['=HYPERLINK("x").txt', 'HYPERLINK(_x_).txt'], ['invoice\u202etxt.pdf', 'invoicetxt.pdf'], ['CON.txt', '_CON.txt'],
    ['.htaccess', 'htaccess'], ['a\r\nb\0.txt', 'ab.txt'], ['name. . ', 'name'], ['', 'attachment'], ['..', 'attachment'], ['\ud800.txt', '\ufffd.txt'], [undefined, 'attachment'],
  ])('%j is saved as %j', (given, saved) => {
    expect(safeName(given, 'attachment')).toBe(saved);
  });

  it('is cut before its ending', () => {
    expect(safeName(`${'x'.repeat(300)}.pdf`, 'f')).toBe(`${'x'.repeat(116)}.pdf`);
  });
});

describe('a file that is sent', () => {
  const headersOf = (name: string) => {
    let headers: Record<string, string> = {};
    sendFile({ headers: (given: Record<string, string>) => { headers = given; } } as unknown as FastifyReply, { name, contentType: 'application/octet-stream', file: new ArrivingFile(Readable.from(['x']), 1, Promise.resolve(1)) });
    return headers;
  };

  it('is saved and not opened, and could do nothing if it were', () => {
    expect(headersOf('a.html')).toEqual({
      'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="a.html"; filename*=UTF-8''a.html`,
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-length': 1,
    });
  });

  it('has a header of plain characters whatever its name is', () => {
    for (const name of ['say "hello"; filename=evil.txt', '50%2Foff.png', '請求書.pdf', "O'Brien.txt"]) {
      const header = headersOf(name)['content-disposition'];
      expect(header).toMatch(/^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[\w.~%!-]+$/);
      expect(decodeURIComponent(header.split("UTF-8''")[1])).toBe(name);
    }
  });
});

describe('a file on its way through', () => {
  const largest = 25 * 2 ** 20;
  const ends: (() => unknown)[] = [];
  afterEach(async () => { for (const end of ends.splice(0)) await end(); });

  /** A platform that sends what the test says, a portal's route before it, and a consumer's request to that. */
  async function download(headers: Record<string, string> = {}) {
    const platform = createServer();
    const asked = new Promise<ServerResponse>((resolve) => void platform.on('request', (_request, response: ServerResponse) => resolve(response.writeHead(200, headers))));
    await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
    const caller = new HttpCaller({ baseUrl: `http://127.0.0.1:${(platform.address() as AddressInfo).port}` });
    const portal = fastify({ forceCloseConnections: true });
    portal.get('/', async (_request, reply) => {
      const { body } = await caller.send({ method: 'GET', path: '/', largestFile: largest });
      return sendFile(reply, { name: 'a', contentType: 'application/octet-stream', file: body as ArrivingFile });
    });
    const address = await portal.listen({ port: 0, host: '127.0.0.1' });
    const leaving = new AbortController();
    ends.push(() => leaving.abort(), () => portal.close(), () => caller.close(), () => platform.closeAllConnections(), () => platform.close());
    const answer = fetch(address, { signal: leaving.signal });
    return { platform: await asked, answer, leave: () => leaving.abort() };
  }

  it('reaches the consumer before its end was sent, with its length where that is known', async () => {
    const { platform, answer } = await download({ 'content-length': '2' });
    platform.write('a');
    const { headers, body } = await answer;
    expect(headers.get('content-length')).toBe('2');
    const reader = body!.getReader();
    expect(String(Buffer.from((await reader.read()).value))).toBe('a');
    platform.end('b');
    expect(String(Buffer.from((await reader.read()).value))).toBe('b');
    expect((await reader.read()).done).toBe(true);
  });

  it('is taken from the platform no faster than the consumer takes it, and not held here', async () => {
    const { platform, answer } = await download({ 'content-length': String(largest) });
    const source = new PassThrough();
    source.pipe(platform);
    let sent = 0;
    const chunk = Buffer.alloc(2 ** 16);
    const feed = async () => { for (; sent < largest; sent += chunk.length) if (!source.write(chunk)) await new Promise((resolve) => source.once('drain', resolve)); source.end(); };
    const feeding = feed();
    const { body } = await answer;
    // Until nothing moves: what the sockets of both connections hold, and a few parts between them.
    for (let before = -1; before !== sent;) { before = sent; await new Promise((resolve) => setTimeout(resolve, 300)); }
    expect(sent).toBeLessThan(largest);
    let received = 0;
    for await (const part of body!) received += (part as Uint8Array).length;
    await feeding;
    expect(received).toBe(largest);
  });

  it.each<[Record<string, string>]>([[{ 'content-length': '3' }], [{}]])('that breaks off is an error to the consumer, with %j', async (headers) => {
    const { platform, answer } = await download(headers);
    platform.write('a');
    const { body } = await answer;
    platform.destroy();
    await expect((async () => { for await (const _ of body!); })()).rejects.toThrow();
  });

  it('ends the call when the consumer has gone', async () => {
    const { platform, answer, leave } = await download();
    platform.write('a');
    await answer;
    const closed = new Promise((resolve) => void platform.on('close', resolve));
    leave();
    await closed;
  });
});
