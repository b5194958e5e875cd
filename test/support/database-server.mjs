import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One folder for this run: the first test that needs PostgreSQL starts it there, and the end of the run stops it. */
export default async function prepare() {
  process.env.LEDGERBRIDGE_TEST_RUN ??= await mkdtemp(path.join(tmpdir(), 'ledgerbridge-test-'));
}
