import { prepareBooks } from '#books/prepare-books';
import { apiKey, basic, usePortal } from '#test/portal-app';
import pg from 'pg';

describe('SQL access in the portal', () => {
  const portal = usePortal();
  const { send, signedIn } = portal;
  const url = '/portal/api/sql-access';
  const ask = async (method: 'GET' | 'PUT' | 'DELETE') => {
    const response = await send({ method, url, headers: await signedIn() });
    return { status: response.statusCode, body: response.json() };
  };

  const portalAs = async (role: string) => {
    const operatorId = (await portal.database.directory.firstOperator())!;
    await portal.database.tenants.run(operatorId, (manager) => manager.query('update portal_user set role = $1', [role]));
  };

  it('is for signed-in administrators only', async () => {
    for (const headers of [{}, { authorization: basic(apiKey) }]) expect((await send({ url, headers })).statusCode).toBe(401);
    await portalAs('Developer');
    expect((await ask('PUT')).status).toBe(403);
    await portalAs('Administrator');
  });

  it('is refused in words where it would not be safe', async () => {
    expect((await ask('GET')).body).toMatchObject({ user: null, passwordSet: null, refusal: expect.stringMatching(/temporary tables/) });
    expect(await ask('PUT')).toMatchObject({ status: 409, body: { error: expect.stringMatching(/temporary tables/) } });
  });

  it('gives a password once, with which the books can be read until it is removed', async () => {
    await prepareBooks(portal.database.ownerUrl);
    const { body: made } = await ask('PUT');
    const { hostname, port, pathname } = new URL(portal.database.ownerUrl);
    expect(made).toEqual({
      host: hostname, port: Number(port), database: pathname.slice(1), user: expect.stringMatching(/^books_[0-9a-f]{32}$/),
      password: expect.stringMatching(/^[\w-]{43}$/), passwordSet: expect.stringMatching(/Z$/), refusal: null,
    });
    const { body: shown } = await ask('GET');
    expect(shown).toEqual({ ...made, password: undefined });
    const client = new pg.Client({ host: made.host, port: made.port, database: made.database, user: made.user, password: made.password });
    client.on('error', () => undefined);
    await client.connect();
    expect((await client.query('select * from companies')).rows).toEqual([]);
    await expect(client.query('create table books.t ()')).rejects.toThrow(/read-only/);
    expect((await ask('DELETE')).body).toMatchObject({ user: null });
    await expect(client.query('select 1')).rejects.toThrow();
  });
});
