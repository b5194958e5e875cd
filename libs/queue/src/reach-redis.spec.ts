import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { reachRedis } from './reach-redis.js';

describe('reaching Redis at a start', () => {
  it('says in one sentence that nothing listens there, without its password', async () => {
    const refused = reachRedis('redis://user:secret-word@127.0.0.1:1');
    await expect(refused).rejects.toThrow(/^The Redis that REDIS_URL names cannot be reached: .*ECONNREFUSED/);
    await refused.catch((error: Error) => expect(error.message).not.toContain('secret-word'));
  });

  it('refuses a server that is no Redis', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await expect(reachRedis(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`)).rejects.toThrow(/REDIS_URL/);
    } finally {
      server.close();
    }
  });
});
