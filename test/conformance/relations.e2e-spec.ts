import type { SupportedDataType } from '#accounting/data-types';
import { brokenRelations } from '#accounting/relations';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import pg from 'pg';

interface StoredRecord {
  data_type: SupportedDataType;
  source: string;
  document: string | null;
}

/** Everything that an app of the highest tier can read, from books that hold every kind of document. */
describe('the books of an organisation', () => {
  let platform: RunningPlatform;
  let records: StoredRecord[];

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '400', SIMULATOR_LIMITS: 'off', SIMULATOR_TIER: 'advanced' } });
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('advanced', { journals: true });
    const { id: companyId } = await operator.createCompany('Relations');
    await operator.link(companyId);
    const unfinished = (await operator.untilPulled(companyId)).filter(({ status }) => status !== 'Complete');
    expect(unfinished).toEqual([]);
    const client = new pg.Client(platform.adminUrl);
    await client.connect();
    ({ rows: records } = await client.query<StoredRecord>('select data_type, source, document from record'));
    await client.end();
  }, 180_000);

  afterAll(() => platform?.stop(), 60_000);

  const read = (dataType: SupportedDataType) => records.filter(({ data_type, document }) => data_type === dataType && document !== null);

  it('can be mapped, but for what was deleted before it was ever read', () => {
    expect(records.filter(({ document }) => document === null)).toEqual([]);
  });

  it('keep their relations, but for totals that people adjusted and prices that Xero cuts to two decimals', () => {
    const findings = records.flatMap(({ data_type, document }) => brokenRelations(data_type, JSON.parse(document!) as never));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('have the journals of the ledger in the place of manual journals', () => {
    expect(new Set(read('journalEntries').map(({ source }) => source))).toEqual(new Set(['Journals']));
  });

  it.each(['balanceSheet', 'profitAndLoss', 'cashFlowStatement'] as const)('have a %s for each of 24 months', (dataType) => {
    expect(read(dataType)).toHaveLength(24);
  });
});
