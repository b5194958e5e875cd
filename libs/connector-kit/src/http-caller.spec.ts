import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { ArrivingFile } from './arriving-file.js';
import type { CallRequest } from './call.js';
import { ConnectorError } from './errors.js';
import { HttpCaller, type HttpCallerOptions } from './http-caller.js';

let server: Server;
let caller: HttpCaller;
let sockets = 0;

async function listen(handler: RequestListener, options: Partial<HttpCallerOptions> = {}): Promise<HttpCaller> {
  server = createServer(handler);
  sockets = 0;
  server.on('connection', () => (sockets += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  caller = new HttpCaller({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options });
  return caller;
}

afterEach(async () => {
  caller.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const json = { 'content-type': 'application/json; charset=utf-8' };

test('a JSON body is parsed and every status is an answer', async () => {
  await listen((_request, response) => response.writeHead(403, { ...json, 'X-Day': '5' }).end('{"Title":"Forbidden"}'));
  expect(await caller.send({ method: 'GET', path: '/a' })).toMatchObject({
    status: 403, headers: { 'x-day': '5' }, body: { Title: 'Forbidden' }, bytes: 21,
  });
});

test.each([
  ['text', 'text/plain', 'The organisation is offline'],
  ['HTML', 'text/html', '<h1>Maintenance</h1>'],
  ['JSON that is cut off', 'application/json', '{"Invoices":[{"InvoiceID":"4'],
])('%s is returned as text', async (_name, type, text) => {
  await listen((_request, response) => response.writeHead(200, { 'content-type': type }).end(text));
  expect((await caller.send({ method: 'GET', path: '/a' })).body).toBe(text);
});

test('an empty body is undefined', async () => {
  await listen((_request, response) => response.writeHead(204).end());
  expect(await caller.send({ method: 'DELETE', path: '/a' })).toMatchObject({ status: 204, body: undefined, bytes: 0 });
});

test('a packed body is unpacked and counted as it came', async () => {
  const text = JSON.stringify({ text: 'x'.repeat(5000) });
  const packed = gzipSync(text);
  await listen((_request, response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(packed));
  expect(await caller.send({ method: 'GET', path: '/a' })).toMatchObject({ body: JSON.parse(text), bytes: packed.length });
});

test('path, query, headers and body arrive as given, spaces as %20', async () => {
  const seen: unknown[] = [];
  await listen((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk)).on('end', () => {
      seen.push(request.method, request.url, request.headers['xero-tenant-id'], body);
      response.writeHead(200, json).end('{}');
    });
  });
  await caller.send({
    method: 'POST', path: '/api/Invoices', query: { order: 'Updated DESC', page: 1 }, headers: { 'xero-tenant-id': 't' }, body: { a: 1 },
  });
  expect(seen).toEqual(['POST', '/api/Invoices?order=Updated%20DESC&page=1', 't', '{"a":1}']);
});

test('a path cannot lead to another host', async () => {
  const seen: (string | undefined)[] = [];
  await listen((request, response) => {
    seen.push(request.url);
    response.writeHead(200, json).end('{}');
  });
  await caller.send({ method: 'GET', path: '//elsewhere.example/a' });
  await caller.send({ method: 'GET', path: 'http://elsewhere.example/a' });
  expect(seen).toEqual(['/elsewhere.example/a', '/http://elsewhere.example/a']);
});

test('a redirect is an answer and is not followed', async () => {
  await listen((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  expect((await caller.send({ method: 'GET', path: '/a' })).status).toBe(302);
});

test('one connection serves many requests', async () => {
  await listen((_request, response) => response.writeHead(200, json).end('{}'));
  for (let i = 0; i < 5; i += 1) await caller.send({ method: 'GET', path: '/a' });
  expect(sockets).toBe(1);
});

test('silence before and within the body is a timeout', async () => {
  await listen((request, response) => {
    if (request.url === '/body') response.writeHead(200, json).write('{');
  }, { timeoutMilliseconds: 100 });
  await expect(caller.send({ method: 'GET', path: '/head' })).rejects.toMatchObject({ kind: 'unavailable', reason: 'timeout' });
  await expect(caller.send({ method: 'GET', path: '/body' })).rejects.toMatchObject({ kind: 'unavailable', reason: 'timeout' });
});

test('a connection that breaks is a network fault', async () => {
  await listen((request, response) => {
    if (request.url === '/body') response.writeHead(200, { ...json, 'content-length': '100' }).write('{');
    setImmediate(() => response.destroy());
  });
  await expect(caller.send({ method: 'GET', path: '/head' })).rejects.toMatchObject({ kind: 'unavailable', reason: 'network' });
  await expect(caller.send({ method: 'GET', path: '/body' })).rejects.toMatchObject({ kind: 'unavailable', reason: 'network' });
});

test('a body that is too large, packed or not, is refused', async () => {
  await listen((request, response) => {
    const body = Buffer.alloc(100_000, 32);
    if (request.url === '/packed') response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(body));
    else response.writeHead(200, json).end(body);
  }, { largestBody: 50_000 });
  for (const path of ['/plain', '/packed']) {
    await expect(caller.send({ method: 'GET', path })).rejects.toMatchObject({ kind: 'unexpected', reason: 'tooLarge' });
  }
});

test('an error shows nothing of the request', async () => {
  await listen((_request, response) => void response.destroy());
  const error = await caller.send({ method: 'GET', path: '/a', headers: { authorization: 'Bearer very-secret' } }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConnectorError);
  const shown = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).stack);
  expect(shown).not.toContain('very-secret');
  expect((error as Error).cause).toBeUndefined();
});

const file: CallRequest = { method: 'GET', path: '/a', largestFile: 3 };
const arriving = async (request = file) => (await caller.send(request)).body as ArrivingFile;

test('a file comes as it is, whatever it says it is, and tells its bytes at its end', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x7b]);
  await listen((_request, response) => response.writeHead(200, json).end(bytes));
  const { stream, ended } = await arriving();
  expect(await buffer(stream)).toEqual(bytes);
  expect(await ended).toBe(3);
});

test('a packed file is unpacked, and counted as it came', async () => {
  const packed = gzipSync(Buffer.alloc(5000, 65));
  await listen((_request, response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed));
  const { stream, size, ended } = await arriving({ ...file, largestFile: 5000 });
  expect([(await buffer(stream)).length, size, await ended]).toEqual([5000, undefined, packed.length]);
});

test('a file that says it is too large is refused before it is read', async () => {
  await listen((_request, response) => response.writeHead(200, { ...json, 'content-length': 4 }).write('x'));
  await expect(caller.send(file)).rejects.toMatchObject({ kind: 'unexpected', reason: 'tooLarge' });
});

/** Answers with the first byte of a file and leaves the rest to the test. */
async function firstByte(options: Partial<HttpCallerOptions> = {}): Promise<{ began: ArrivingFile; response: ServerResponse; closed: Promise<void> }> {
  let response!: ServerResponse;
  await listen((_request, answer) => {
    response = answer;
    answer.writeHead(200).write('a');
  }, options);
  const began = await arriving();
  return { began, response, closed: new Promise((resolve) => void response.on('close', () => resolve())) };
}

test('a file is handed on before its last byte was sent', async () => {
  const { began: { stream, ended }, response } = await firstByte();
  expect(String((await once(stream, 'data'))[0])).toBe('a');
  response.end('b');
  expect(String(await buffer(stream))).toBe('b');
  expect(await ended).toBe(2);
});

test('a file that turns out too large ends with an error, and the request with it', async () => {
  const { began: { stream }, response, closed } = await firstByte();
  response.write('bcd');
  await expect(buffer(stream)).rejects.toMatchObject({ reason: 'tooLarge' });
  await closed;
});

test('a file that breaks off ends with an error, never short', async () => {
  const { began: { stream, ended }, response } = await firstByte();
  response.destroy();
  await expect(buffer(stream)).rejects.toThrow();
  expect(await ended).toBe(1);
});

test('a file that falls silent ends with an error, and the request with it', async () => {
  const { began: { stream, ended }, closed } = await firstByte({ timeoutMilliseconds: 300 });
  await expect(buffer(stream)).rejects.toThrow();
  expect(await ended).toBe(1);
  await closed;
});

test('a file that nobody wants any more ends its request', async () => {
  const { began: { stream, ended }, closed } = await firstByte();
  stream.destroy();
  await closed;
  expect(await ended).toBe(1);
});

test('a file may take longer than any silence in it', async () => {
  await listen((_request, response) => {
    const parts = ['a', 'b', 'c'];
    const timer = setInterval(() => {
      response.write(parts.shift());
      if (parts.length === 0) response.end(() => clearInterval(timer));
    }, 600);
  }, { timeoutMilliseconds: 1_500 });
  expect(String(await buffer((await arriving()).stream))).toBe('abc');
});

test('a file that fails before its first byte is a failed call', async () => {
  await listen((_request, response) => {
    response.writeHead(200, { 'content-length': 3 }).flushHeaders();
    setTimeout(() => response.destroy(), 20);
  });
  await expect(caller.send(file)).rejects.toMatchObject({ kind: 'unavailable', reason: 'network' });
});

test('a refusal of a file is read as any refusal', async () => {
  await listen((_request, response) => response.writeHead(404, json).end('{"Title":"no"}'));
  expect((await caller.send({ method: 'GET', path: '/a', largestFile: 3 })).body).toEqual({ Title: 'no' });
});
