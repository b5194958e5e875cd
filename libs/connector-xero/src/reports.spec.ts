import type { CallAnswer, CallRequest } from '#connector-kit/call';
import type { NativeRecord, ReadRequest } from '#connector-kit/connector';
import { xero } from './xero.js';

/** Plays a report of Xero: a column for each month, moved back from the one that is asked for, and the figure names the column's month. */
function platform() {
  const asked: CallRequest[] = [];
  const call = (request: CallRequest): Promise<CallAnswer> => {
    asked.push(request);
    const { date, toDate, periods = 0 } = request.query ?? {};
    const [year, month, day] = String(date ?? toDate).split('-').map(Number);
    const ends = Array.from({ length: Number(periods) + 1 }, (_, back) => {
      const last = new Date(Date.UTC(year, month - back, 0)).getUTCDate();
      return new Date(Date.UTC(year, month - 1 - back, date === undefined ? Math.min(day, last) : last)).toISOString().slice(0, 10);
    });
    const Rows = [
      { RowType: 'Header', Cells: [{ Value: '' }, ...ends.map((end) => ({ Value: end }))] },
      { RowType: 'Section', Title: 'Income', Rows: [{ RowType: 'Row', Cells: [{ Value: 'Sales' }, ...ends.map((end) => ({ Value: end.replaceAll('-', '') }))] }] },
    ];
    return Promise.resolve({ status: 200, headers: {}, body: { DateTimeUTC: '/Date(1776682520583)/', Reports: [{ Rows }] }, bytes: 1 });
  };
  return { asked, call };
}

const source = (key: string) => xero.sources.find((row) => row.key === key)!;
const request = (today: string, months = 24): ReadRequest => ({ page: 1, modifiedSince: null, after: null, months, today });

/** The figure of the only account, which is the end of the period that the column was of. */
const figure = (native: NativeRecord) => (native as { Rows: { Rows: { Cells: { Value: string }[] }[] }[] }).Rows[1].Rows[0].Cells;

describe('a report', () => {
  test.each([
    ['Reports/BalanceSheet', '2026-11-22', 2],
    ['Reports/BalanceSheet', '2026-12-01', 2],
    ['Reports/ProfitAndLoss', '2026-12-31', 2],
    ['Reports/CashFlow', '2026-01-01', 2],
    // November has 30 days: Xero would cut the 31st off every month before it, so December has to be asked for.
    ['Reports/ProfitAndLoss', '2026-11-22', 3],
    ['Reports/ProfitAndLoss', '2024-02-29', 3],
  ])('%s of %s is 24 whole months in %i calls', async (key, today, calls) => {
    const { asked, call } = platform();
    const { natives, more, total } = await source(key).read(call, request(today));
    expect(asked).toHaveLength(calls);
    const ends = Array.from({ length: 24 }, (_, back) => new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - back, 0)).toISOString().slice(0, 10));
    expect(natives.map((native) => source(key).id(native))).toEqual(ends.map((end) => end.slice(0, 7)));
    expect(natives.map((native) => figure(native))).toEqual(ends.map((end) => [{ Value: 'Sales' }, { Value: end.replaceAll('-', '') }]));
    expect({ more, total }).toEqual({ more: false, total: 24 });
  });

  test('of one month is one call without periods', async () => {
    const { asked, call } = platform();
    expect((await source('Reports/BalanceSheet').read(call, request('2026-11-22', 1))).natives).toHaveLength(1);
    expect(asked[0]).toMatchObject({ path: '/api.xro/2.0/Reports/BalanceSheet', query: { date: '2026-11-30', standardLayout: true } });
    expect(asked[0].query).not.toHaveProperty('periods');
  });

  test('of cash flow is the profit and loss of what was paid', async () => {
    const { asked, call } = platform();
    await source('Reports/CashFlow').read(call, request('2026-12-05', 3));
    expect(asked).toEqual([expect.objectContaining({
      path: '/api.xro/2.0/Reports/ProfitAndLoss',
      query: { fromDate: '2026-12-01', toDate: '2026-12-31', periods: 2, timeframe: 'MONTH', paymentsOnly: true, standardLayout: true },
    })]);
  });

  test.each([[undefined], [{}], [{ Reports: [] }], [{ Reports: [{ Rows: [] }] }], [{ Reports: [{ Rows: [{ RowType: 'Header', Cells: [{}] }] }] }]])('that is %j is unreadable', async (body) => {
    const call = () => Promise.resolve({ status: 200, headers: { date: 'Mon, 20 Apr 2026 10:55:20 GMT' }, body, bytes: 1 });
    await expect(source('Reports/BalanceSheet').read(call, request('2026-11-22'))).rejects.toMatchObject({ kind: 'unavailable', reason: 'unreadable' });
  });

  test('keeps months that have left the window', () => {
    expect(xero.sources.filter(({ absence }) => absence === 'kept').map(({ key }) => key)).toEqual(['Reports/BalanceSheet', 'Reports/ProfitAndLoss', 'Reports/CashFlow']);
  });
});
