import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists are sorted by amounts through an index, which under row level security only leakproof comparisons can use: that of doubles
 * is, that of numerics is not. Amounts come as JSON's numbers, so that nothing is lost; exact sums are made of documents.
 *
 * Aged reports look for the few payments that are money on account among all of them.
 */
export class LargeBooks1763938800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table record alter column total type double precision;
      create index record_payment_source on record (operator_id, connection_id, data_type, source)
        where data_type in ('payments', 'billPayments') and document is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index record_payment_source;
      alter table record alter column total type numeric`);
  }
}
