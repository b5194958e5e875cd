import { CompanyTokens } from '#operators/company-tokens.service';
import { newId } from '#platform/ids';
import { type ApiOperator, usePortalApi } from '#test/portal-api';

const page = 'https://app.example.com';

describe('company access tokens', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let companyId: string;
  let token: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    companyId = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    token = (await operator.call('GET', `/companies/${companyId}/accessToken`)).body.accessToken;
    await allow(page);
  });

  const allow = (...allowedOrigins: unknown[]) => operator.call('POST', '/corsSettings', { allowedOrigins });
  const list = (origin?: string, bearer = token) =>
    operator.call('GET', `/companies/${companyId}/connections`, undefined, { headers: { authorization: `Bearer ${bearer}`, ...(origin === undefined ? {} : { origin }) } });
  const preflight = async (origin: string, path = `/companies/${companyId}/connections`) =>
    (await api.app.inject({ method: 'OPTIONS', url: `/api${path}`, headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' } }));

  it('are for a day, under both addresses', async () => {
    const { status, body } = await operator.call('GET', `/companies/${companyId}/accessToken`);
    expect([status, body]).toEqual([200, { accessToken: expect.any(String), expiresIn: 86_400, tokenType: 'Bearer' }]);
    const older = await operator.call('GET', `/companies/${companyId}/connectionManagement/accessToken`);
    expect([older.status, Object.keys(older.body)]).toEqual([200, ['accessToken']]);
    expect((await list(page, older.body.accessToken)).status).toBe(200);
  });

  it('work from pages of allowed origins, from ours and without a browser, and from nowhere else', async () => {
    const allowed = await list(page);
    expect([allowed.status, allowed.headers['access-control-allow-origin'], allowed.headers.vary]).toEqual([200, page, 'Origin']);
    expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
    for (const origin of [undefined, api.publicUrl]) expect((await list(origin)).status).toBe(200);
    for (const origin of ['https://evil.example.com', 'null', 'http://app.example.com', 'https://app.example.com:8443', 'https://app.example.com.evil.com']) {
      const { status, headers } = await list(origin);
      expect([origin, status, headers['access-control-allow-origin']]).toEqual([origin, 403, undefined]);
    }
    await allow();
    expect((await list(page)).status).toBe(403);
  });

  it('work for pages whose browser asks first, if anybody allows their origin', async () => {
    const { statusCode, headers } = await preflight(page);
    expect([statusCode, headers['access-control-allow-origin'], headers['access-control-allow-headers'], headers['access-control-allow-credentials']])
      .toEqual([204, page, expect.stringContaining('authorization'), undefined]);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', vary: expect.stringContaining('Origin') });
    for (const [origin, path] of [['https://evil.example.com', '/companies'], [page, '/../portal/api/session']]) {
      const refused = await preflight(origin, path);
      expect([refused.statusCode, refused.headers['access-control-allow-origin']]).toEqual([405, undefined]);
    }
  });

  it('do not work from an origin that only another operator allows', async () => {
    const other = await api.addOperator();
    await other.call('POST', '/corsSettings', { allowedOrigins: ['https://other.example.com'] });
    expect((await preflight('https://other.example.com')).statusCode).toBe(204);
    expect((await list('https://other.example.com')).status).toBe(403);
  });

  it('create and unlink connections from a page, which no cookie could', async () => {
    const call = (method: string, path: string, body: unknown) => operator.call(method, `/companies/${companyId}${path}`, body, { headers: { authorization: `Bearer ${token}`, origin: page } });
    const { status, body } = await call('POST', '/connections', { platformKey: 'gbol' });
    expect([status, body.status]).toEqual([200, 'PendingAuth']);
    expect((await call('PATCH', `/connections/${body.id}`, { status: 'Unlinked' })).body.error).toBe('Only Linked connections can be unlinked.');
    expect((await call('DELETE', `/connections/${body.id}`, undefined)).status).toBe(403);
  });

  it('end after a day, which a page can read', async () => {
    const old = (ms: number) => api.app.get(CompanyTokens).issue(operator.operatorId, companyId, Date.now() - ms);
    expect((await list(page, old(86_000_000))).status).toBe(200);
    const { status, headers } = await list(page, old(86_401_000));
    expect([status, headers['access-control-allow-origin']]).toEqual([401, page]);
  });

  it('are refused when they are changed or made up', async () => {
    const [operatorId, company, end, signature] = token.split('.');
    const forged = [
      [newId(), company, end, signature], [operatorId, newId(), end, signature], [operatorId, company, '99999999999', signature],
      [operatorId, company, end, 'A'.repeat(43)], [operatorId, company, end], [company, operatorId, end, signature],
    ].map((parts) => parts.join('.'));
    for (const bearer of [...forged, '', 'x', operator.apiKey, 'x'.repeat(10_000)]) expect([bearer, (await list(undefined, bearer)).status]).toEqual([bearer, 401]);
  });

  it('are for allowed origins as a browser writes them', async () => {
    const { body } = await allow('HTTPS://App.Example.com:443/', 'http://localhost:5173', 'https://app.example.com', 'https://büro.example');
    expect(body).toEqual({ allowedOrigins: ['http://localhost:5173', 'https://app.example.com', 'https://xn--bro-hoa.example'] });
    for (const path of ['/corsSettings', '/connectionManagement/corsSettings']) expect((await operator.call('GET', path)).body).toEqual(body);
    for (const origin of ['*', 'null', 'app.example.com', 'https://a.example/path', 'https://a.example?x', 'https://u:p@a.example', 'ftp://a.example', 'javascript://a', 'https://', 5, null, `https://${'a'.repeat(300)}`]) {
      expect([origin, (await allow(origin)).status]).toEqual([origin, 400]);
    }
    expect((await operator.call('GET', '/corsSettings')).body).toEqual(body);
    expect((await operator.call('POST', '/connectionManagement/corsSettings', { allowedOrigins: [] })).body).toEqual({ allowedOrigins: [] });
  });
});
