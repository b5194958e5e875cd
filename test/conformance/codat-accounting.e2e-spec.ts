import type { CodatAccounting } from '@codat/accounting';
import Big from 'big.js';
import { codatAccounting, getWithSdk, type ListedDataType, listedDataTypes, type ListRequest, listWithSdk, readAllWithSdk } from '#test/codat-sdks';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';

interface TruthRow {
  id: string;
  type: string;
  status: string;
  total: string;
  details?: { bankTransactions?: string[]; payments?: { id: string }[]; transfer?: string };
}

/** Data types that are documents, and the simulator's name for them. */
const documents: [ListedDataType, string, string[]][] = [
  ['invoices', 'invoices', ['ACCREC']],
  ['bills', 'invoices', ['ACCPAY']],
  ['creditNotes', 'creditNotes', ['ACCRECCREDIT']],
  ['billCreditNotes', 'creditNotes', ['ACCPAYCREDIT']],
  ['customers', 'contacts', ['CONTACT']],
  ['suppliers', 'contacts', ['CONTACT']],
  ['directCosts', 'bankTransactions', ['SPEND']],
  ['directIncomes', 'bankTransactions', ['RECEIVE']],
  ['purchaseOrders', 'purchaseOrders', ['PURCHASEORDER']],
];

/** The books of the simulator's demo company, read with Codat's own SDK as its users have it. */
describe('@codat/accounting', () => {
  let platform: RunningPlatform;
  let sdk: CodatAccounting;
  let place: ListRequest;
  let organisation: string;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '200', SIMULATOR_LIMITS: 'off' } });
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('core');
    const { id: companyId } = await operator.createCompany('Consumer of the SDK');
    sdk = codatAccounting(platform.portalUrl, platform.apiKey);
    place = { companyId, connectionId: await operator.link(companyId) };
    await operator.untilPulled(companyId);
    const connections = await control<{ tenantId: string }[]>('connections');
    organisation = connections[0].tenantId;
  }, 180_000);

  afterAll(() => platform?.stop(), 60_000);

  async function control<T>(path: string): Promise<T> {
    const response = await fetch(`${platform.simulatorUrl}/simulator/${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return await response.json() as T;
  }

  const truthOf = async (kind: string, types: string[]) =>
    (await control<TruthRow[]>(`organisations/${organisation}/truth/${kind}`)).filter(({ type, status }) => types.includes(type) && status !== 'DELETED');

  const idsOf = (rows: { id?: unknown }[]) => rows.map(({ id }) => String(id)).sort();
  const sumOf = (rows: Record<string, unknown>[], field: string) => rows.reduce((sum, row) => sum.plus((row[field] ?? 0) as number | string), new Big(0)).toFixed(2);

  it.each(documents)('reads every record of %s that the books have, page by page, and no other', async (dataType, kind, types) => {
    const truth = await truthOf(kind, types);
    const { results, total, pages } = await readAllWithSdk(sdk, dataType, { ...place, pageSize: 7 });
    expect(idsOf(results)).toEqual(idsOf(truth));
    expect(total).toBe(truth.length);
    expect(pages).toBe(Math.max(1, Math.ceil(total / 7)));
    if (kind !== 'contacts') expect(sumOf(results, 'totalAmount')).toBe(sumOf(truth as unknown as Record<string, unknown>[], 'total'));
  }, 60_000);

  it('reads every payment, and money on account as one, on the side that it belongs to', async () => {
    const payments = [...await control<TruthRow[]>(`organisations/${organisation}/truth/payments`)];
    const onAccount = [...await control<TruthRow[]>(`organisations/${organisation}/truth/prepayments`), ...await control<TruthRow[]>(`organisations/${organisation}/truth/overpayments`)];
    const truth = [...payments, ...onAccount].filter(({ status }) => status !== 'DELETED' && status !== 'VOIDED');
    for (const [dataType, types] of [['payments', /^(A(CC)?R|RECEIVE)/], ['billPayments', /^(A(CC)?P|SPEND)/]] as const) {
      const own = truth.filter(({ type }) => types.test(type));
      const { results, total } = await readAllWithSdk(sdk, dataType, { ...place, pageSize: 50 });
      expect(idsOf(results)).toEqual(idsOf(own));
      expect(total).toBe(own.length);
    }
  }, 60_000);

  it('reads every movement on a bank account once', async () => {
    const live = async (kind: string) => (await control<TruthRow[]>(`organisations/${organisation}/truth/${kind}`)).filter(({ status }) => status !== 'DELETED');
    const batches = await live('batchPayments');
    const members = new Set(batches.flatMap(({ details }) => details!.payments!.map(({ id }) => id)));
    const transfers = await live('bankTransfers');
    const all = async (dataType: ListedDataType) => (await readAllWithSdk(sdk, dataType, { ...place, pageSize: 500 })).results;
    // Some accounts that take payments are no bank accounts.
    const banks = new Set(idsOf(await all('bankAccounts')));
    const paidElsewhere = new Set(idsOf([...await all('payments'), ...await all('billPayments')].filter(({ accountRef }) => accountRef && !banks.has((accountRef as { id: string }).id))));
    const movements = [
      ...(await live('payments')).filter(({ id }) => !members.has(id) && !paidElsewhere.has(id)).map(({ id }) => id),
      ...batches.map(({ id }) => id),
      ...(await live('bankTransactions')).filter(({ details }) => details?.transfer === undefined).map(({ id }) => id),
      ...transfers.flatMap(({ details }) => details!.bankTransactions!),
    ];
    expect(idsOf(await all('accountTransactions'))).toEqual(movements.sort());
    expect(idsOf(await all('transfers'))).toEqual(idsOf(transfers));
  }, 60_000);

  it('reads every manual journal that is posted, and its lines cancel out', async () => {
    const truth = (await control<TruthRow[]>(`organisations/${organisation}/truth/manualJournals`)).filter(({ status }) => status === 'POSTED');
    const { results } = await readAllWithSdk(sdk, 'journalEntries', { ...place, pageSize: 500 });
    expect(idsOf(results)).toEqual(idsOf(truth));
    for (const { journalLines } of results) expect(sumOf(journalLines as Record<string, unknown>[], 'netAmount')).toBe('0.00');
  });

  it('reads the lists that documents refer to', async () => {
    const { counts } = await control<{ counts: Record<string, number> }>(`organisations/${organisation}/truth`);
    const total = async (dataType: ListedDataType) => (await readAllWithSdk(sdk, dataType, place)).total;
    expect(await total('chartOfAccounts')).toBe(counts['accounts']);
    expect(await total('bankAccounts')).toBe(counts['bankAccounts']);
    expect(await total('items')).toBe(counts['items']);
    expect(await total('taxRates')).toBe(counts['taxRates']);
    const { results } = await readAllWithSdk(sdk, 'trackingCategories', place);
    expect(results.filter(({ parentId }) => parentId === undefined).length).toBe(counts['trackingCategories']);
  });

  it.each(listedDataTypes)('gets single records of %s as they are in the list', async (dataType) => {
    const { results } = await listWithSdk(sdk, dataType, { ...place, pageSize: 3 });
    expect(results.length).toBeGreaterThan(0);
    for (const record of results) {
      const single = await getWithSdk(sdk, dataType, place, String(record['id']));
      const { subCategories: _, ...rest } = { ...single };
      expect(rest).toEqual({ ...record });
    }
  });

  it('gets a tracking category with its options below it', async () => {
    const { results } = await readAllWithSdk(sdk, 'trackingCategories', place);
    const top = results.find(({ hasChildren }) => hasChildren)!;
    const tree = await getWithSdk(sdk, 'trackingCategories', place, String(top['id']));
    expect(idsOf(tree!['subCategories'] as { id: string }[])).toEqual(idsOf(results.filter(({ parentId }) => parentId === top['id'])));
  });

  it('gets the company info and refreshes it', async () => {
    const { companyDataset } = await sdk.companyInfo.get({ companyId: place.companyId });
    expect(companyDataset).toMatchObject({ companyName: 'Demo Company (UK)', baseCurrency: 'GBP' });
    const { statusCode, dataset } = await sdk.companyInfo.refresh({ companyId: place.companyId });
    expect([statusCode, dataset?.dataType, dataset?.isErrored]).toEqual([200, 'company', false]);
  });

  it('filters and orders exactly as the values say', async () => {
    const { results: all } = await readAllWithSdk(sdk, 'invoices', { ...place, pageSize: 500 });
    const middle = [...all].map(({ totalAmount }) => Number(totalAmount)).sort((a, b) => a - b)[Math.floor(all.length / 2)];
    const customer = String((all[0]['customerRef'] as { id: string }).id);
    const cases: [string, (invoice: Record<string, unknown>) => boolean][] = [
      ['status=paid', ({ status }) => status === 'Paid'],
      ['status!=Paid', ({ status }) => status !== 'Paid'],
      [`totalAmount>${middle}`, ({ totalAmount }) => Number(totalAmount) > middle],
      [`totalAmount<=${middle} && status=Submitted`, ({ totalAmount, status }) => Number(totalAmount) <= middle && status === 'Submitted'],
      [`{status=void || status=draft} && totalAmount!=${middle}`, ({ status, totalAmount }) => (status === 'Void' || status === 'Draft') && totalAmount !== middle],
      [`customerRef.id=${customer.toUpperCase()}`, ({ customerRef }) => (customerRef as { id: string }).id === customer],
      ['currency=eur', ({ currency }) => currency === 'EUR'],
      ['currencyRate>1', ({ currencyRate }) => Number(currencyRate) > 1],
      ['metadata.isDeleted!=true', () => true],
      ['invoiceNumber~inv-00', ({ invoiceNumber = '' }) => (invoiceNumber as string).toLowerCase().includes('inv-00')],
    ];
    for (const [query, fits] of cases) {
      const expected = all.filter(fits);
      const { results, total } = await readAllWithSdk(sdk, 'invoices', { ...place, query, pageSize: 50 });
      expect({ query, total, ids: idsOf(results) }).toEqual({ query, total: expected.length, ids: idsOf(expected) });
    }
    for (const orderBy of ['totalAmount', '-totalAmount', 'issueDate', '-issueDate', '-dueDate', 'customerRef.companyName']) {
      const { results } = await readAllWithSdk(sdk, 'invoices', { ...place, orderBy, pageSize: 40 });
      expect(idsOf(results)).toEqual(idsOf(all));
      if (orderBy.endsWith('totalAmount')) expect(results.map(({ totalAmount }) => totalAmount)).toEqual(all.map(({ totalAmount }) => Number(totalAmount)).sort((a, b) => (orderBy.startsWith('-') ? b - a : a - b)));
      if (orderBy.endsWith('issueDate')) {
        const dates = results.map(({ issueDate }) => String(issueDate));
        expect(dates).toEqual([...dates].sort((a, b) => (orderBy.startsWith('-') ? b.localeCompare(a) : a.localeCompare(b))));
      }
    }
  }, 60_000);

  it('polls for changes: what did not change since is not found', async () => {
    const { results } = await readAllWithSdk(sdk, 'invoices', { ...place, pageSize: 500 });
    const newest = results.map(({ modifiedDate }) => String(modifiedDate)).sort().at(-1)!;
    const after = new Date(Date.parse(newest) + 1_000).toISOString();
    expect((await listWithSdk(sdk, 'invoices', { ...place, query: `modifiedDate>=${newest}` })).totalResults).toBeGreaterThan(0);
    expect((await listWithSdk(sdk, 'invoices', { ...place, query: `modifiedDate>=${after}` })).totalResults).toBe(0);
  });

  it('gets refusals as error messages', async () => {
    expect(await listWithSdk(sdk, 'invoices', { ...place, query: 'nope' })).toMatchObject({ statusCode: 400, error: 'Error parsing query - Malformed query.' });
    expect(await listWithSdk(sdk, 'invoices', { ...place, companyId: place.connectionId })).toMatchObject({ statusCode: 404, error: `No company was found with ID ${place.connectionId}` });
    expect(await listWithSdk(codatAccounting(platform.portalUrl, 'a-key-that-nobody-has'), 'bills', place)).toMatchObject({ statusCode: 401 });
  });
});
