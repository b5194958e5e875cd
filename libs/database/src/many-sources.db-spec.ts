import { newId } from '#platform/ids';
import { testDatabase } from '#test/database';
import { linkedCompany } from '#test/linked-company';
import { createDataSource } from './data-source.js';
import { ManySources1763784000000 } from './migrations/1763784000000-many-sources.js';

describe('the migration to many sources', () => {
  it('gives every record and every dataset of before the source that it had', async () => {
    const database = await testDatabase();
    const owner = await createDataSource({ url: database.ownerUrl, poolSize: 1 }).initialize();
    try {
      const migration = new ManySources1763784000000();
      const runner = owner.createQueryRunner();
      await migration.down(runner);
      const { operatorId, companyId, connectionId } = await linkedCompany(database, 'fake');
      const [reading, dataset] = [newId(), newId()];
      await database.tenants.sql(operatorId, async (client) => {
        await client.query(`
          insert into reading (operator_id, id, connection_id, batch_id, position, source) values ($1, $2, $3, $2, 0, 'Invoices')`, [operatorId, reading, connectionId]);
        await client.query(`
          insert into dataset (operator_id, id, company_id, connection_id, reading_id, data_type, progress, counts)
          values ($1, $2, $3, $4, $5, 'bills', 40, '{"added": 3}')`, [operatorId, dataset, companyId, connectionId, reading]);
        await client.query(`
          insert into record (operator_id, connection_id, data_type, source_id, native, native_hash, modified_at)
          select $1, $2, t, 'a', '{}', '', now() from unnest(array['bills', 'items']) t`, [operatorId, connectionId]);
      });
      await migration.up(runner);
      await runner.release();
      const found = await database.tenants.sql(operatorId, async (client) => ({
        parts: (await client.query('select dataset_id, reading_id, progress, counts, status from dataset_reading')).rows,
        records: (await client.query('select data_type, source from record order by 1')).rows,
      }));
      expect(found).toEqual({
        parts: [{ dataset_id: dataset, reading_id: reading, progress: 40, counts: { added: 3 }, status: null }],
        records: [{ data_type: 'bills', source: 'Invoices' }, { data_type: 'items', source: '' }],
      });
    } finally {
      await owner.destroy();
      await database.drop();
    }
  });
});
