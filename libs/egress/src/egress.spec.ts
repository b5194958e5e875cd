import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { Egress } from './egress.js';

let server: net.Server;
let url: string;
const sockets = new Set<net.Socket>();

/** A server that answers in whatever way it likes. */
async function listen(created: net.Server): Promise<void> {
  server = created.on('connection', (socket: net.Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((closed) => server.close(closed));
});

const egress = new Egress({ trialHosts: ['127.0.0.1'], timeoutMs: 300 });
const raw = (answer: (socket: net.Socket) => void) => listen(net.createServer((socket) => socket.once('data', () => answer(socket))));
const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

test('method, path, headers and body arrive as given', async () => {
  let seen: unknown;
  await listen(http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk)).on('end', () => {
      seen = [request.method, request.url, request.headers['webhook-id'], request.headers['content-length'], body];
      response.writeHead(204, { 'retry-after': '7' }).end();
    });
  }));
  expect(await egress.post(url, { 'webhook-id': 'msg_1' }, '{"ü":1}')).toMatchObject({ status: 204, headers: { 'retry-after': '7' } });
  expect(seen).toEqual(['POST', '/hook', 'msg_1', '8', '{"ü":1}']);
});

test('nothing is kept between calls: no cookie, no connection', async () => {
  const cookies: unknown[] = [];
  await listen(http.createServer((request, response) => {
    cookies.push(request.headers.cookie);
    response.writeHead(200, { 'set-cookie': 'a=b' }).end();
  }));
  await egress.post(url, {}, '{}');
  await egress.post(url, {}, '{}');
  expect([cookies, sockets.size]).toEqual([[undefined, undefined], 2]);
});

test.each([
  ['says nothing', () => undefined],
  ['trickles its head', (socket: net.Socket) => trickle(socket, 'HTTP/1.1 200 OK\r\n', 'x: y\r\n')],
  ['tells to wait without an end', (socket: net.Socket) => trickle(socket, '', 'HTTP/1.1 102 Processing\r\n\r\n')],
])('a server that %s costs no more than the time for a call', async (_, answer) => {
  await raw(answer);
  await expect(egress.post(url, {}, '{}')).rejects.toMatchObject({ name: 'NoAnswer', message: 'No complete answer came within 0.3 seconds.' });
});

test.each([
  ['breaks off', (socket: net.Socket) => socket.resetAndDestroy()],
  ['closes', (socket: net.Socket) => socket.end()],
  ['has a head without an end', (socket: net.Socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`)],
  ['speaks another protocol', (socket: net.Socket) => socket.end('220 mail.example ESMTP\r\n')],
  ['wants another protocol', (socket: net.Socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')],
])('a server that %s gave no answer', async (_, answer) => {
  await raw(answer);
  await expect(egress.post(url, {}, '{}')).rejects.toMatchObject({ name: 'NoAnswer' });
});

test('an answer is known by its head: its body may trickle, break off or have no end', async () => {
  let written = 0;
  const bodies: ((socket: net.Socket) => void)[] = [
    (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n', 'x'),
    (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx', () => socket.destroy()),
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const pour = () => { if (!socket.destroyed) socket.write(Buffer.alloc(65_536), (error) => { if (!error) { written += 65_536; setImmediate(pour); } }); };
      pour();
    },
  ];
  for (const body of bodies) {
    await raw(body);
    expect(await egress.post(url, {}, '{}')).toMatchObject({ status: 200 });
    if (body !== bodies.at(-1)) await new Promise((closed) => { for (const socket of sockets) socket.destroy(); server.close(closed); });
  }
  expect(written).toBeLessThan(20_000_000);
});

test('a name that hangs costs no more than the time for a call, one without an address says so', async () => {
  await raw((socket) => socket.end(ok));
  const named = (resolve: () => Promise<string[]>) => new Egress({ timeoutMs: 100, resolve }).post('https://hooks.example.com/', {}, '{}');
  await expect(named(() => new Promise(() => undefined))).rejects.toMatchObject({ message: 'No complete answer came within 0.1 seconds.' });
  await expect(named(() => Promise.reject(new Error('ENOTFOUND')))).rejects.toMatchObject({ message: 'The name of the host could not be resolved.' });
});

function trickle(socket: net.Socket, first: string, rest: string): void {
  socket.write(first);
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(rest)), 10);
}
