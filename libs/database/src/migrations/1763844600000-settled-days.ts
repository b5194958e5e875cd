import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until when a document was not settled: aged reports of large books look for that alone. Null for what was stored before,
 * until it is mapped again.
 */
export class SettledDays1763844600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table record add column settled_on date;
      create index record_settled on record (operator_id, connection_id, data_type, settled_on)
        where data_type in ('invoices', 'bills', 'creditNotes', 'billCreditNotes') and document is not null and status = 'paid';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index record_settled; alter table record drop column settled_on');
  }
}
