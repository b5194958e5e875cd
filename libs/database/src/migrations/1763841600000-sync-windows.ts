import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From when on records of a data type are pulled, and with which such setting a source was last read whole. */
export class SyncWindows1763841600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sync_setting add column sync_from_utc timestamptz, add column sync_from_window integer;
      alter table source_state add column read_window text not null default '/';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table source_state drop column read_window;
      alter table sync_setting drop column sync_from_utc, drop column sync_from_window`);
  }
}
