import { testDatabase, type TestDatabase } from '#test/database';
import { newId } from '#platform/ids';
import { UnreadableSecret, Vault } from '#vault/vault';
import { resealSecrets, sealedColumns } from './reseal-secrets.js';

const oldKey = 'the-old-root-key-of-this-installation';
const newKey = 'the-new-root-key-of-this-installation';

/** What a consumer uploads for a document of its books is no secret of the installation, and goes when the push has ended. */
const notSealed = [{ table: 'push', column: 'file' }];

describe('rotating the root key', () => {
  let database: TestDatabase;

  beforeAll(async () => { database = await testDatabase(); }, 60_000);
  afterAll(async () => { await database?.drop(); });

  it('seals every operator\'s secrets again, after which the old key is not needed', async () => {
    const before = new Vault([oldKey]);
    const apps = await Promise.all([1, 2, 3].map(async (number) => {
      const [operatorId, id] = [newId(), newId()];
      const place = { operatorId, table: 'app', column: 'client_secret', rowId: id };
      await database.tenants.sql(operatorId, async (client) => {
        await client.query('insert into operator (id, name) values ($1, $2)', [operatorId, `operator ${number}`]);
        await client.query("insert into integration (operator_id, platform_key) values ($1, 'gbol')", [operatorId]);
        await client.query("insert into app (operator_id, id, platform_key, client_secret, tier) values ($1, $2, 'gbol', $3, 'core')", [operatorId, id, before.seal(`secret ${number}`, place)]);
      });
      return { operatorId, id, place, secret: `secret ${number}` };
    }));

    expect(await resealSecrets(database.ownerUrl, [newKey, oldKey])).toEqual({ resealed: 3, current: 0 });
    expect(await resealSecrets(database.ownerUrl, [newKey, oldKey])).toEqual({ resealed: 0, current: 3 });

    const after = new Vault([newKey]);
    for (const { operatorId, id, place, secret } of apps) {
      const sealed = await database.tenants.sql(operatorId, async (client) => (await client.query<{ client_secret: Buffer }>('select client_secret from app where id = $1', [id])).rows[0].client_secret);
      expect(after.open(sealed, place)).toBe(secret);
      expect(() => before.open(sealed, place)).toThrow(UnreadableSecret);
    }
  });

  it('forgets no column: bytes that are stored are a hash, on its list, or said to be no secret', async () => {
    const { rows } = await database.pool.query<{ table: string; column: string }>(`
      select c.relname as "table", a.attname as "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.atttypid = 'bytea'::regtype and c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace and a.attname not like '%hash'
      order by 1, 2`);
    expect(rows).toEqual([...sealedColumns, ...notSealed].sort((a, b) => (`${a.table} ${a.column}` < `${b.table} ${b.column}` ? -1 : 1)));
  });
});
