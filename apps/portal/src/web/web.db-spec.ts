import { usePortal } from '#test/portal-app';
import { readWebPage } from './web-page.js';

describe('the portal', () => {
  const { send } = usePortal();

  describe('the web app', () => {
    it('answers every other address with its page, which is asked for again each time', async () => {
      for (const url of ['/', '/companies/1?tab=data', '/link/company/x', '/link/connections/x/start', '/link/attempts/x', '/link/ended?reason=x']) {
        const { statusCode, headers, body } = await send({ url });
        expect([url, statusCode, headers['content-type'], headers['cache-control']]).toEqual([url, 200, 'text/html; charset=utf-8', 'no-cache']);
        expect(body).toBe('<!doctype html><title>Page</title>');
      }
    });

    it('has assets that browsers keep for good, but for those without a hash in their name', async () => {
      const script = await send({ url: '/assets/index-abc123.js' });
      expect([script.statusCode, script.headers['cache-control'], script.headers['content-type']])
        .toEqual([200, 'public, max-age=31536000, immutable', expect.stringContaining('javascript')]);
      expect((await send({ url: '/assets/platforms/logo.svg' })).headers['cache-control']).toBe('no-cache');
    });

    it.each(['/assets/missing.js', '/assets/..%2findex.html', '/assets/.hidden', '/api/nothing', '/portal/api/nothing', '/link/api/nothing', '/oauth/nothing', '/health/nothing'])(
      'is not the answer to %s',
      async (url) => {
        const response = await send({ url });
        expect([response.statusCode, response.headers['content-type']]).toEqual([404, expect.stringMatching(/^application\/json/)]);
      },
    );

    it('says that it was not built', () => {
      expect(readWebPage(undefined)).toEqual({ status: 503, html: expect.stringContaining('has not been built') });
    });
  });
});
