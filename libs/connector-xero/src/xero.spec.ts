import { supportedDataTypes } from '#accounting/data-types';
import type { CallAnswer, CallRequest } from '#connector-kit/call';
import type { ReadRequest } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import { parseJson } from '#connector-kit/written-json';
import { xero } from './xero.js';

const everything: ReadRequest = { page: 1, modifiedSince: null, after: null, months: 24, today: '2026-11-22' };
const time = '/Date(1776682520583)/';

/** Plays Xero: answers by path and keeps what was asked. */
function platform(answers: Record<string, unknown>) {
  const asked: CallRequest[] = [];
  const call = (request: CallRequest): Promise<CallAnswer> => {
    asked.push(request);
    const body = answers[request.path];
    if (body instanceof Error) return Promise.reject(body);
    return Promise.resolve({ status: 200, headers: {}, body, bytes: 1 });
  };
  return { asked, call };
}

const source = (key: string) => xero.sources.find((row) => row.key === key)!;
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ InvoiceID: String(i) }));

describe('the table of sources', () => {
  test('serves every supported data type', () => {
    const served = new Set(xero.sources.flatMap(({ dataTypes }) => dataTypes));
    expect([...served].sort()).toEqual([...supportedDataTypes].sort());
  });

  test('has one key for each row', () => {
    const keys = xero.sources.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('names a row only after the rows that it needs', () => {
    xero.sources.forEach(({ needs }, place) => {
      const before = xero.sources.slice(0, place).map(({ key }) => key);
      expect(before).toEqual(expect.arrayContaining([...needs]));
    });
  });
});

describe('pages', () => {
  test('are asked for newest first, by the thousand, with four decimals, as JSON', async () => {
    const { asked, call } = platform({ '/api.xro/2.0/Invoices': { DateTimeUTC: time, pagination: { page: 3, pageSize: 1000, pageCount: 4, itemCount: 3100 }, Invoices: rows(1000) } });
    const page = await source('Invoices').read(call, { ...everything, page: 3, modifiedSince: '2026-11-22T10:15:30.999Z' });
    expect(asked).toEqual([
      {
        method: 'GET',
        path: '/api.xro/2.0/Invoices',
        query: { page: 3, pageSize: 1000, order: 'UpdatedDateUTC DESC', unitdp: 4, includeArchived: true },
        headers: { accept: 'application/json', 'if-modified-since': '2026-11-22T10:15:30' },
      },
    ]);
    expect(page).toMatchObject({ more: true, total: 3100, sourceTime: '2026-04-20T10:55:20Z' });
    expect(page.natives).toHaveLength(1000);
  });

  test.each([
    ['the last page of the count', { pageCount: 1, itemCount: 1000 }, 1000, false],
    ['a page before the last', { pageCount: 2, itemCount: 1001 }, 1000, true],
    ['an empty page', { pageCount: 2, itemCount: 1001 }, 0, false],
    ['a full page without a count', undefined, 1000, true],
    ['a short page without a count', undefined, 999, false],
  ])('%s', async (_name, pagination, count, more) => {
    const { call } = platform({ '/api.xro/2.0/Invoices': { DateTimeUTC: time, pagination, Invoices: rows(count) } });
    expect(await source('Invoices').read(call, everything)).toMatchObject({ more, total: pagination?.itemCount ?? null });
  });

  test('without a modified-since ask for everything', async () => {
    const { asked, call } = platform({ '/api.xro/2.0/Payments': { DateTimeUTC: time, Payments: [] } });
    await source('Payments').read(call, everything);
    expect(asked[0].headers).toEqual({ accept: 'application/json' });
  });

  test('take the time from the Date header when the body has none', async () => {
    const call = () => Promise.resolve({ status: 200, headers: { date: 'Mon, 20 Apr 2026 10:55:20 GMT' }, body: { Contacts: [] }, bytes: 1 });
    expect(await source('Contacts').read(call, everything)).toMatchObject({ sourceTime: '2026-04-20T10:55:20Z' });
  });

  test.each([['text'], [{}], [{ Invoices: null, DateTimeUTC: time }], [{ Invoices: [null], DateTimeUTC: time }], [{ Invoices: [] }], [undefined]])(
    'that are %j are unreadable and never empty',
    async (body) => {
      const { call } = platform({ '/api.xro/2.0/Invoices': body });
      await expect(source('Invoices').read(call, everything)).rejects.toMatchObject({ kind: 'unavailable', reason: 'unreadable' });
    },
  );
});

describe('accounts', () => {
  const accounts = { DateTimeUTC: time, Accounts: [{ AccountID: 'bank' }, { AccountID: 'vat' }, { AccountID: 'idle' }] };
  const cell = (text: string, account: string) => ({ Value: text, Attributes: [{ Id: 'account', Value: account }] });
  const row = (account: string, ...cells: string[]) => ({ RowType: 'Row', Cells: [`${account} (1)`, ...cells].map((text) => cell(text, account)) });
  const report = {
    Reports: [{ Rows: [
      { RowType: 'Header', Cells: [{ Value: 'Account' }, { Value: 'Debit' }, { Value: 'Credit' }, { Value: 'YTD Debit' }, { Value: 'YTD Credit' }] },
      { RowType: 'Section', Title: 'Assets', Rows: [row('bank', '5.00', '', '1234.50', ''), { RowType: 'SummaryRow', Cells: [] }] },
      { RowType: 'Section', Title: 'My own group', Rows: [{ RowType: 'Section', Rows: [row('vat', '', '', '', '980.10')] }] },
    ] }],
  };

  test('carry the balance of the trial balance, nothing where it does not list them', async () => {
    const { call } = platform({ '/api.xro/2.0/Accounts': accounts, '/api.xro/2.0/Reports/TrialBalance': report });
    expect((await source('Accounts').read(call, everything)).natives).toEqual([
      { AccountID: 'bank', LedgerBalance: '1234.50' }, { AccountID: 'vat', LedgerBalance: '-980.10' }, { AccountID: 'idle', LedgerBalance: '0.00' },
    ]);
  });

  test.each(['missingScope', 'missingRole'] as const)('come without balances when the report answers %s', async (reason) => {
    const { call } = platform({ '/api.xro/2.0/Accounts': accounts, '/api.xro/2.0/Reports/TrialBalance': new ConnectorError('rejected', reason) });
    expect((await source('Accounts').read(call, everything)).natives).toEqual(accounts.Accounts);
  });

  test('are not read when the report is only away for now', async () => {
    const { call } = platform({ '/api.xro/2.0/Accounts': accounts, '/api.xro/2.0/Reports/TrialBalance': new ConnectorError('throttled', 'minuteLimit') });
    await expect(source('Accounts').read(call, everything)).rejects.toMatchObject({ reason: 'minuteLimit' });
    const broken = platform({ '/api.xro/2.0/Accounts': accounts, '/api.xro/2.0/Reports/TrialBalance': {} });
    await expect(source('Accounts').read(broken.call, everything)).rejects.toMatchObject({ reason: 'unreadable' });
  });
});

test('tracking options are records beside their categories, archived ones are asked for', async () => {
  const { asked, call } = platform({
    '/api.xro/2.0/TrackingCategories': { DateTimeUTC: time, TrackingCategories: [{ TrackingCategoryID: 'r', Name: 'Region', Options: [{ TrackingOptionID: 'n', Name: 'North' }] }] },
  });
  const { natives, total } = await source('TrackingCategories').read(call, everything);
  expect(natives.map((native) => source('TrackingCategories').id(native))).toEqual(['r', 'n']);
  expect(natives[1]).toMatchObject({ Name: 'North', TrackingCategoryID: 'r' });
  expect(total).toBe(2);
  expect(asked[0].query).toEqual({ includeArchived: true });
});

describe('transfers', () => {
  test('are records beside the two movements that they made, deleted ones are asked for', async () => {
    const { asked, call } = platform({
      '/api.xro/2.0/BankTransfers': { DateTimeUTC: time, BankTransfers: [{ BankTransferID: 't', FromBankTransactionID: 'f', ToBankTransactionID: 'o' }] },
    });
    const { natives, total } = await source('BankTransfers').read(call, everything);
    expect(natives.map((native) => source('BankTransfers').id(native))).toEqual(['t', 'f', 'o']);
    expect(total).toBe(3);
    expect(asked[0].query).toEqual({ includeDeleted: true });
  });

  test('come in parts out of one answer, however many there are', async () => {
    const transfers = Array.from({ length: 2500 }, (_, number) => ({ BankTransferID: `t${number}`, FromBankTransactionID: `f${number}`, ToBankTransactionID: `o${number}` }));
    const { asked, call } = platform({ '/api.xro/2.0/BankTransfers': parseJson(Buffer.from(JSON.stringify({ DateTimeUTC: time, BankTransfers: transfers }))) });
    const first = await source('BankTransfers').read(call, everything);
    const parts = [first, first.rest!(), first.rest!().rest!()];
    expect(parts.map(({ natives, more, total }) => [natives.length, more, total])).toEqual([[3000, true, 7500], [3000, true, 7500], [1500, false, 7500]]);
    expect(new Set(parts.flatMap(({ natives }) => natives.map((native) => source('BankTransfers').id(native)))).size).toBe(7500);
    expect(parts[2].rest).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  test('of which one cannot be read at all make an answer that cannot be read', async () => {
    const transfers = Array.from({ length: 1001 }, () => '{"BankTransferID":"t"}').join(',').replace('"t"', '');
    const { call } = platform({ '/api.xro/2.0/BankTransfers': parseJson(Buffer.from(`{"DateTimeUTC":"${time}","BankTransfers":[${transfers}]}`)) });
    await expect(source('BankTransfers').read(call, everything)).rejects.toMatchObject({ kind: 'unavailable', reason: 'unreadable' });
  });

  test('name the day that they were made as their last change, for want of another', () => {
    expect(source('BankTransfers').modifiedAt({ CreatedDateUTC: '/Date(1776682520999)/' })).toBe('2026-04-20T10:55:20Z');
  });
});

describe('journals of the ledger', () => {
  const journals = (...numbers: unknown[]) => ({ DateTimeUTC: time, Journals: numbers.map((JournalNumber) => ({ JournalNumber })) });
  const read = (body: unknown, after: string | null, modifiedSince: string | null = null) => {
    const { asked, call } = platform({ '/api.xro/2.0/Journals': body });
    return source('Journals').read(call, { ...everything, after, modifiedSince }).then((page) => ({ page, asked }));
  };

  test('are read on from the number of the last one, a hundred at a time', async () => {
    const { page, asked } = await read(journals(...Array.from({ length: 100 }, (_, i) => 3 * i + 8)), '7');
    expect(asked[0].query).toEqual({ offset: '7' });
    expect(page).toMatchObject({ more: true, total: null, bookmark: '305' });
  });

  test('begin at the first one, and end with a page that is not full', async () => {
    const { page, asked } = await read(journals(1, 2), null);
    expect(asked[0].query).toEqual({ offset: 0 });
    expect(page).toMatchObject({ more: false, bookmark: '2' });
  });

  test('are asked for from an instant on where no older ones are wanted', async () => {
    const { asked } = await read(journals(8), null, '2026-01-01T00:00:00Z');
    expect(asked[0].headers).toMatchObject({ 'if-modified-since': '2026-01-01T00:00:00' });
  });

  test('that are all read leave the bookmark where it is', async () => {
    const { page } = await read(journals(), '305');
    expect(page).toMatchObject({ more: false, natives: [] });
    expect(page).not.toHaveProperty('bookmark');
  });

  test.each([[[undefined]], [['many']], [[7]]])('numbered %j would be read for ever', async (numbers) => {
    await expect(read(journals(...numbers), '7')).rejects.toMatchObject({ reason: 'unreadable' });
  });
});

test('a record names its contact and its payments, and nothing when it is broken', () => {
  const invoices = source('Invoices');
  expect(invoices.names({ Contact: { ContactID: 'c' }, Payments: [{ PaymentID: 'p' }, { PaymentID: 'q' }] })).toEqual({ contacts: ['c'], payments: ['p', 'q'] });
  expect(invoices.names({ Contact: 5, Payments: [null, { PaymentID: 7 }] })).toEqual({ contacts: [], payments: [] });
  expect(source('Payments').names({ Invoice: { Contact: { ContactID: 'c' } } })).toEqual({ contacts: ['c'], payments: [] });
});

test('the date of change is an instant, or null where there is none to read', () => {
  const invoices = source('Invoices');
  expect(invoices.modifiedAt({ UpdatedDateUTC: '/Date(1776682520999)/' })).toBe('2026-04-20T10:55:20Z');
  expect(invoices.modifiedAt({})).toBeNull();
  expect(invoices.modifiedAt({ UpdatedDateUTC: 'broken' })).toBeNull();
});

describe('connections', () => {
  const entry = {
    id: 'k1', authEventId: 'e1', tenantId: 't1', tenantType: 'ORGANISATION', tenantName: 'Demo', createdDateUtc: '2026-04-20T11:47:10.3365440', updatedDateUtc: '2026-04-21T11:47:10.3365440',
  };

  test('are read with their times as UTC; a practice has no books', async () => {
    const { asked, call } = platform({ '/connections': [entry, { ...entry, id: 'k2', tenantType: 'PRACTICE' }, { id: 'k3' }] });
    expect(await xero.organisations(call, 'e1')).toEqual([
      { connectionId: 'k1', organisationId: 't1', name: 'Demo', hasBooks: true, consentId: 'e1', createdAt: '2026-04-20T11:47:10Z', updatedAt: '2026-04-21T11:47:10Z' },
      expect.objectContaining({ connectionId: 'k2', hasBooks: false }),
    ]);
    expect(asked[0]).toMatchObject({ path: '/connections', query: { authEventId: 'e1' } });
  });

  test('an answer that is no list is not an empty list', async () => {
    await expect(xero.organisations(platform({ '/connections': {} }).call)).rejects.toMatchObject({ reason: 'unreadable' });
  });

  test('a connection that is gone already is disconnected', async () => {
    const { asked, call } = platform({ '/connections/k%2F1': new ConnectorError('rejected', 'notFound') });
    await xero.disconnect(call, 'k/1');
    expect(asked[0]).toMatchObject({ method: 'DELETE', path: '/connections/k%2F1' });
  });

  test('any other failure to disconnect is a failure', async () => {
    const { call } = platform({ '/connections/k1': new ConnectorError('reconnect', 'notConnected') });
    await expect(xero.disconnect(call, 'k1')).rejects.toMatchObject({ reason: 'notConnected' });
  });
});

test('tiers hold their connections and calls, the default comes first', () => {
  expect(xero.tiers.map(({ key, connections, callsPerDay }) => [key, connections, callsPerDay])).toEqual([
    ['nonPartner', 25, 5000], ['starter', 5, 1000], ['core', 50, 5000], ['plus', 1000, 5000], ['advanced', 10000, 5000], ['enterprise', null, 5000], ['appPartner', null, 5000],
  ]);
  expect(xero.limits('starter')).toEqual({ concurrent: 5, perMinute: 60, perDay: 1000, perMinuteOfApp: 10000 });
  expect(xero.limits('no such tier')).toEqual(xero.limits('nonPartner'));
});

test('what is left of the limits is read from headers', () => {
  const headers = { 'x-minlimit-remaining': '59', 'x-daylimit-remaining': '4999', 'x-appminlimit-remaining': 'many' };
  expect(xero.remaining({ status: 200, headers, body: undefined, bytes: 0 })).toEqual({ minute: 59, day: 4999, appMinute: undefined });
});

describe('what is left out on purpose', () => {
  const ignores = (key: string, native: object) => xero.sources.find((source) => source.key === key)!.ignores?.(native as never);

  it('is the sides of a transfer, which come with it, a batch that may be on no bank account, and a journal that is not posted', () => {
    expect(['PAYBATCH', 'RECBATCH', 'OTHER'].map((Type) => ignores('BatchPayments', { Type }))).toEqual([true, true, false]);
    expect(['SPEND', 'SPEND-TRANSFER', 'RECEIVE-TRANSFER', 'SPEND-UNKNOWN'].map((Type) => ignores('BankTransactions', { Type }))).toEqual([false, true, true, false]);
    expect(['DRAFT', 'POSTED', 'OTHER'].map((Status) => ignores('ManualJournals', { Status }))).toEqual([true, false, false]);
  });
});
