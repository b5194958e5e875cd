import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the events since a time, and what failed of a consumer's messages. */
export class Redeliveries1763910000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index event_created on event (operator_id, created_at);
      create index webhook_delivery_failed on webhook_delivery (operator_id, consumer_id, event_id) where status = 'failed';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index event_created, webhook_delivery_failed');
  }
}
