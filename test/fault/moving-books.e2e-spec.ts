import pg from 'pg';
import { type Line, SimulatedBooks, storedDocuments } from '#test/books-truth';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';

const editsPerPage = 5;

/** The books are edited after every page that is served, the closing delta's included. */
describe('books that are edited while they are pulled', () => {
  let platform: RunningPlatform;
  let admin: pg.Client;
  let operator: OperatorClient;
  let books: SimulatedBooks;
  let companyId: string;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '12000', SIMULATOR_LIMITS: 'off' } });
    admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    books = await SimulatedBooks.of(platform);
    operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    ({ id: companyId } = await operator.createCompany('Moving'));
  }, 120_000);

  afterAll(async () => {
    await admin?.end();
    await platform?.stop();
  });

  it('are there whole after the first pull, and only what was edited after the last page is older', async () => {
    await books.settings({ editsPerPage });
    await operator.link(companyId);
    await expectSuccess();
    const [truth, stored] = [await books.documents(), await storedDocuments(admin)];
    expect(stored.map(idOf)).toEqual(truth.map(idOf));
    expect(difference(truth, stored).length).toBeLessThanOrEqual(editsPerPage);
  }, 300_000);

  it('equal the source after the next pull, which writes only what changed', async () => {
    await books.settings({ editsPerPage: 0 });
    await operator.api('POST', `/companies/${companyId}/data/queue/invoices`);
    await operator.api('POST', `/companies/${companyId}/data/queue/bills`);
    await expectSuccess();
    expect(await storedDocuments(admin)).toEqual(await books.documents());
    const { rows: [counts] } = await admin.query<{ written: number }>(`
      select sum((counts ->> 'added')::int + (counts ->> 'changed')::int)::int as written from (
        select distinct on (data_type) counts from dataset where data_type in ('invoices', 'bills') order by data_type, requested_at desc) latest`);
    expect(counts.written).toBeLessThanOrEqual(2 * editsPerPage);
  }, 300_000);

  it('are followed through what is made, voided, deleted and gone without a trace', async () => {
    await books.edit(['create', 'create', 'void', 'delete', 'vanish', 'vanish', 'renumber', 'redate'].map((what) => ({ kind: `invoice.${what}` })));
    const before = await storedDocuments(admin);
    await operator.api('POST', `/companies/${companyId}/data/all?full=true`);
    await expectSuccess();
    const stored = await storedDocuments(admin);
    expect(stored).toEqual(await books.documents());
    expect(stored).not.toEqual(before);
    const { rows } = await admin.query<{ shown: boolean }>(`
      select distinct (document::jsonb #>> '{metadata,isDeleted}')::boolean as shown from record where data_type in ('invoices', 'bills') and is_deleted`);
    expect(rows).toEqual([{ shown: true }]);
  }, 300_000);

  it('are read with hardly a call more than the pages need', async () => {
    const answer = await fetch(`${platform.simulatorUrl}/simulator/calls?last=5000&path=${encodeURIComponent('/Invoices$')}`);
    const calls = (await answer.json() as unknown[]).length;
    // Twelve pages and what closes them, twice; between them a call for invoices and one for bills, or one for both. Records
    // that vanish from under a reading cost a second round.
    expect(calls).toBeGreaterThanOrEqual(2 * 13 + 1);
    expect(calls).toBeLessThanOrEqual(3 * 13 + 2);
  });

  async function expectSuccess(): Promise<void> {
    const history = await operator.untilPulled(companyId);
    expect(history.filter(({ isErrored }) => isErrored)).toEqual([]);
  }
});

function idOf(line: Line): string {
  return line.slice(0, line.indexOf(' '));
}

function difference(one: readonly Line[], other: readonly Line[]): Line[] {
  const known = new Set(other);
  return one.filter((line) => !known.has(line));
}
