import { usePortalApi } from '#test/portal-api';

describe('a profile', () => {
  const api = usePortalApi();

  it('is an operator\'s own, and set as a whole', async () => {
    const [operator, other] = [await api.addOperator(), await api.addOperator()];
    expect((await operator.call('GET', '/profile')).body).toEqual({ name: 'Lender Ltd', redirectUrl: '', whiteListUrls: [] });
    const profile = {
      name: 'Lender', redirectUrl: 'https://lender.example/done/{companyId}?status={statusCode}', logoUrl: 'https://lender.example/logo.svg',
      iconUrl: 'https://lender.example/icon.svg', whiteListUrls: ['https://lender.example'],
    };
    expect((await operator.call('PUT', '/profile', { ...profile, id: 'x', apiKey: 'y' })).body).toEqual(profile);
    expect((await operator.call('GET', '/profile')).body).toEqual(profile);
    expect((await other.call('GET', '/profile')).body.name).toBe('Lender Ltd');
    expect((await operator.call('PUT', '/profile', { name: 'Lender', redirectUrl: '' })).body).toEqual({ name: 'Lender', redirectUrl: '', whiteListUrls: [] });
  });

  it('takes no address that a browser would run', async () => {
    const operator = await api.addOperator();
    for (const logoUrl of ['javascript:alert(1)', 'data:text/html,x', 'logo.svg', 'https://', 'https://a b', 5, null]) {
      expect([logoUrl, (await operator.call('PUT', '/profile', { name: 'A', redirectUrl: '', logoUrl })).status]).toEqual([logoUrl, 400]);
    }
    for (const body of [{ name: ' ', redirectUrl: '' }, { name: 'A' }, { redirectUrl: '' }]) expect((await operator.call('PUT', '/profile', body)).status).toBe(400);
  });
});
