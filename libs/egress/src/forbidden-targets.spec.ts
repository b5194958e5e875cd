import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { Egress } from './egress.js';

/** Addresses of this machine, its networks, its cloud's metadata, and what no stranger's server has. */
const v4 = [
  '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.254', '100.64.0.1', '100.100.100.200', '100.127.255.254', '127.0.0.1', '127.0.0.53', '127.255.255.254',
  '168.63.129.16', '169.254.0.1', '169.254.169.254', '169.254.170.2', '172.16.0.1', '172.17.0.1', '172.31.255.254', '192.0.0.1', '192.0.0.192', '192.0.2.1',
  '192.88.99.1', '192.168.0.1', '192.168.255.254', '198.18.0.1', '198.19.255.254', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255',
];
const v6 = [
  '::', '::1', '::2', '100::1', '64:ff9b:1::7f00:1', 'fc00::1', 'fd00:ec2::254', 'fd12:3456:789a::1', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1',
  '2001::1', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '3fff::1', '4000::1', '5f00::1', '2620:4f:8000::1', 'c000::1', '2606:4700::5efe:7f00:1', '2606:4700::200:5efe:7f00:1',
];
const bytes = (address: string) => address.split('.').map(Number);
const number = (address: string) => bytes(address).reduce((sum, byte) => sum * 256 + byte, 0);
const words = (address: string) => {
  const [a, b, c, d] = bytes(address);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
};
/** IPv4 addresses within IPv6 ones: mapped, compatible, translated twice (RFC 6145, NAT64), 6to4, Teredo. */
const disguised = (address: string) => {
  const [high, low] = words(address);
  const [flippedHigh, flippedLow] = [high, low].map((word) => (parseInt(word, 16) ^ 0xffff).toString(16));
  return [
    `::ffff:${address}`, `::ffff:${high}:${low}`, `::${high}:${low}`, `::ffff:0:${high}:${low}`, `64:ff9b::${high}:${low}`, `64:ff9b::${address}`,
    `2002:${high}:${low}::1`, `2001:0:4136:e378:8000:63bf:${flippedHigh}:${flippedLow}`,
  ];
};
/** What the URL parser takes for the same address. */
const odd = (address: string) => {
  const [a, b, c, d] = bytes(address);
  const full = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  return [
    String(number(address)), `0x${number(address).toString(16)}`, `0${number(address).toString(8)}`, bytes(address).map((byte) => `0${byte.toString(8)}`).join('.'),
    bytes(address).map((byte) => `0x${byte.toString(16)}`).join('.'), `${a}.${(b * 256 + c) * 256 + d}`, `${a}.${b}.${c * 256 + d}`, `${address}.`, full(address), address.replaceAll('.', '。'),
    address.replaceAll('.', '%2e'),
  ];
};
const names = [
  'localhost', 'LOCALHOST', 'localhost.', 'api.localhost', 'intranet', 'printer', 'metadata', 'metadata.google.internal', 'db.internal', 'nas.local', 'router.lan', 'x.home.arpa',
  'x.corp', 'x.test', 'x.onion', 'ﬁ', 'ｌｏｃａｌｈｏｓｔ',
];
const shapes = [
  'http://example.com/', 'HTTP://example.com', 'ftp://example.com/', 'file:///etc/passwd', 'gopher://example.com', 'data:text/plain,x', 'javascript:1', 'ws://example.com', '//example.com', 'example.com', '',
  'https://', 'https://example.com:80/', 'https://example.com:22/', 'https://example.com:5432', 'https://example.com:65536', 'https://user@example.com/', 'https://user:secret@example.com/',
  'https://@example.com', 'https://example.com@127.0.0.1/', 'https://127.0.0.1#@example.com/', 'https://127.0.0.1\\@example.com/', 'https://exam\tple.com/', ' https://example.com/', 'https://example.com/ ', 'https://example.com/\n', 'https://example.com\0/',
  'https:/127.0.0.1/', 'https:127.0.0.1', 'https:///127.0.0.1/', 'https:\\\\127.0.0.1\\', 'https://[::1', 'https://[fe80::1%25eth0]/', 'https://134744072/', 'https://8.8.2056/', `https://example.com/${'a'.repeat(2000)}`,
];

let attempts = 0;
let servers: http.Server[] = [];
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket that it belongs to
const connect = net.Socket.prototype.connect;

/** Every connection of this process goes through here: one that were attempted would be seen, whatever it leads to. */
beforeAll(() => {
  net.Socket.prototype.connect = function counted(this: net.Socket, ...args: unknown[]) {
    attempts += 1;
    return (connect as (...all: unknown[]) => net.Socket).apply(this, args);
  };
});
afterAll(() => { net.Socket.prototype.connect = connect; });
beforeEach(() => { attempts = 0; });
afterEach(async () => {
  for (const server of servers) await new Promise((closed) => server.close(closed));
  servers = [];
});

async function serve(host: string, handler: http.RequestListener, port = 0): Promise<number> {
  const server = http.createServer(handler);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(port, host, listening));
  return (server.address() as AddressInfo).port;
}

const outcome = (egress: Egress, url: string) => egress.post(url, {}, '{}').then(() => 'called', (error: Error) => error.name);

const urls = [
  ...v4.flatMap((address) => [address, ...odd(address)].map((host) => `https://${host}/hook`)),
  ...[...v6, ...v4.flatMap(disguised)].map((address) => `https://[${address}]/hook`),
  ...names.map((name) => `https://${name}/hook`), ...shapes,
];

test(`none of ${urls.length} addresses in other notations, in disguise, or of other kinds is called`, async () => {
  expect(urls.length).toBeGreaterThan(300);
  const egress = new Egress({ resolve: async () => ['127.0.0.1'] });
  const called: string[] = [];
  for (const url of urls) if (await outcome(egress, url) !== 'TargetRefused') called.push(url);
  expect({ called, attempts }).toEqual({ called: [], attempts: 0 });
});

const answers = [...v4, ...v6, ...v4.flatMap(disguised)];

test(`no name is called of which one of ${answers.length} answers is not public, be it the only, first or last one`, async () => {
  const called: string[] = [];
  for (const address of answers) {
    for (const all of [[address], [address, '93.184.216.34'], ['93.184.216.34', '2606:4700::1111', address]]) {
      const egress = new Egress({ resolve: async () => all });
      if (await outcome(egress, 'https://hooks.example.com/') !== 'TargetRefused') called.push(all.join());
    }
  }
  expect({ called, attempts }).toEqual({ called: [], attempts: 0 });
});

test('a name that answers otherwise the second time is asked once, and the connection goes to what was checked', async () => {
  const seen: string[] = [];
  const good = await serve('127.0.0.2', (request, response) => {
    seen.push(request.headers.host!);
    response.end();
  });
  let canary = 0;
  await serve('127.0.0.1', () => { canary += 1; }, good);
  let asked = 0;
  const egress = new Egress({ trialHosts: ['rebind.trial'], resolve: async () => [(asked += 1) === 1 ? '127.0.0.2' : '127.0.0.1'] });
  expect(await outcome(egress, `http://rebind.trial:${good}/`)).toBe('called');
  expect({ seen, canary, asked, attempts }).toEqual({ seen: [`rebind.trial:${good}`], canary: 0, asked: 1, attempts: 1 });
});

test('no redirect is followed, whatever its status and wherever it leads', async () => {
  let canary = 0;
  const forbidden = await serve('127.0.0.1', () => { canary += 1; });
  const places = [`http://127.0.0.1:${forbidden}/`, `//127.0.0.1:${forbidden}/`, `http://localhost:${forbidden}/`, `http://[::ffff:127.0.0.1]:${forbidden}`, '/again', 'file:///etc/passwd'];
  for (const location of places) {
    for (const status of [300, 301, 302, 303, 307, 308]) {
      const port = await serve('127.0.0.3', (_request, response) => response.writeHead(status, { location, refresh: `0; url=${location}` }).end());
      const egress = new Egress({ trialHosts: ['redirects.trial'], resolve: async () => ['127.0.0.3'] });
      expect(await egress.post(`http://redirects.trial:${port}/`, {}, '{}')).toMatchObject({ status });
    }
  }
  expect({ canary, attempts }).toEqual({ canary: 0, attempts: places.length * 6 });
});

test.each(['http://127.0.0.1', 'http://localhost', 'http://10.0.0.1', 'https://hooks.example.com:9000'])('a setting for trials that names another host lets nothing else pass: %s', async (url) => {
  expect(await outcome(new Egress({ trialHosts: ['trial.example'] }), url)).toBe('TargetRefused');
});

test.each(['https://hooks.example.com/in?x=a@b.c', 'https://hooks.example.com:8443/', 'https://bücher.example.com/', 'https://93.184.216.34/', 'https://[2606:4700::1111]/'])('an address on the public internet is accepted: %s', (url) => {
  expect(() => new Egress().check(url)).not.toThrow();
});
