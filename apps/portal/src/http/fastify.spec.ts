import { fastify as createFastify } from 'fastify';
import { createLogger } from '#platform/logger';
import { Cookies } from './cookies.js';
import { createAdapter, prepareFastify } from './fastify.js';
import type { Settings } from './settings.js';

async function answerAt(publicUrl: string) {
  const fastify = createFastify();
  await prepareFastify(fastify, { publicUrl } as Settings, createLogger('test', 'silent'), async () => false);
  const cookies = new Cookies(publicUrl);
  fastify.get('/', (request, reply) => {
    cookies.write(reply, 'lb_session', 'value', 60);
    return { read: cookies.read(request, 'lb_session') ?? null };
  });
  return fastify.inject({ url: '/', headers: { cookie: 'lb_session=plain; __Host-lb_session=host' } });
}

describe('the transport decides', () => {
  it('on https: cookies that no sibling domain can plant, and a promise to stay on https', async () => {
    const { headers, body } = await answerAt('https://books.example.com');
    expect(headers['set-cookie']).toBe('__Host-lb_session=value; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(body).toBe('{"read":"host"}');
  });

  it('on http: cookies and headers that a trial on this machine can use', async () => {
    const { headers, body } = await answerAt('http://localhost:3000');
    expect(headers['set-cookie']).toBe('lb_session=value; Max-Age=60; Path=/; HttpOnly; SameSite=Lax');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(body).toBe('{"read":"plain"}');
  });
});

describe('who asks', () => {
  const clientSeen = async (remoteAddress: string, forwarded: string, trustProxy = ['loopback']) => {
    const fastify = createAdapter({ trustProxy } as Settings, createLogger('test', 'silent')).getInstance();
    fastify.get('/', ({ ip }) => ({ ip }));
    const answer = await fastify.inject({ url: '/', remoteAddress, headers: { 'x-forwarded-for': forwarded } });
    return answer.json<{ ip: string }>().ip;
  };

  it('is the peer, whatever a peer that is not trusted says', async () => {
    expect(await clientSeen('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
    expect(await clientSeen('10.0.0.1', '198.51.100.1')).toBe('10.0.0.1');
    expect(await clientSeen('203.0.113.9', '127.0.0.1', ['loopback', '10.0.0.0/8'])).toBe('203.0.113.9');
  });

  it('is whom a trusted proxy names, and nobody that this client made up', async () => {
    expect(await clientSeen('127.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
    expect(await clientSeen('10.0.0.1', '192.0.2.66, 198.51.100.1', ['10.0.0.0/8'])).toBe('198.51.100.1');
  });
});
