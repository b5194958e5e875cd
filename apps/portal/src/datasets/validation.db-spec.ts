import type { CanonicalDocument } from '#accounting/document';
import { nativeText } from '#records/record-text';
import { documentOutcome, type Outcome } from '#records/record-to-write';
import { writeRecords } from '#records/write';
import { codatPlatform } from '#test/codat-sdks';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset } from '#test/stored-records';
import type { CodatPlatform } from '@codat/platform';

describe('the validation of a pull', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let sdk: CodatPlatform;
  let ids: { companyId: string; connectionId: string };

  beforeAll(async () => {
    await api.app.listen(0, '127.0.0.1');
  });

  beforeEach(async () => {
    operator = await api.addOperator();
    sdk = codatPlatform(await api.app.getUrl(), operator.apiKey);
    const companyId: string = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    ids = { companyId, connectionId: await storeConnection(api.database.tenants, operator.operatorId, companyId) };
  });

  const bill = (id: string, { total, tax = 20 }: { total: number; tax?: number }): Outcome => documentOutcome({
    id, subTotal: 100, taxAmount: tax, totalAmount: total, amountDue: total, status: 'Open', paymentAllocations: [],
    lineItems: [{ quantity: 1, unitAmount: 100, discountAmount: 0, subTotal: 100, taxAmount: 20, totalAmount: 120 }],
  } as unknown as CanonicalDocument);

  async function write(outcomes: Record<string, Outcome>): Promise<void> {
    const place = { operatorId: operator.operatorId, connectionId: ids.connectionId };
    const records = Object.entries(outcomes).map(([sourceId, outcome]) =>
      ({ dataType: 'bills' as const, source: 'Invoices', sourceId, native: nativeText(outcome), outcome }));
    await api.database.tenants.sql(operator.operatorId, (client) => writeRecords(client, place, records));
  }

  async function validation(dataType = 'bills') {
    const datasetId = await storeDataset(api.database.tenants, operator.operatorId, { ...ids, dataType });
    return sdk.readData.getValidationResults({ companyId: ids.companyId, datasetId });
  }

  it('lists what cannot be read as an error and a total that was rounded as a warning, as Codat’s SDK reads it', async () => {
    await write({
      a: bill('a', { total: 120 }),
      b: bill('b', { total: 120.01, tax: 20.01 }),
      c: { kind: 'faulty', ruleId: 'accounting-bill-101', field: 'CurrencyCode', reason: 'is missing' },
      d: bill('d', { total: 121 }),
    });
    const of = (itemId: string, ruleId: string, message: string) => ({ itemId, ruleId, message, validatorName: 'BillValidator' });
    expect(await validation()).toEqual({
      errors: [
        of('c', 'accounting-bill-101', 'CurrencyCode is missing'),
        of('d', 'accounting-bill-001', 'Total amount is not sub total plus tax: the difference is 1'),
        of('d', 'accounting-bill-030', 'Total amount is not the sum of the lines: the difference is 1'),
      ],
      warnings: [of('b', 'accounting-bill-030', 'Total amount is not the sum of the lines: the difference is 0.01')],
    });
  });

  it('is empty when all is well again, when the record is gone, and for what the accounting software lacks', async () => {
    await write({ a: bill('a', { total: 130 }), b: bill('b', { total: 130 }), c: { kind: 'faulty', ruleId: 'accounting-bill-102', field: 'Total', reason: 'is not a number' } });
    await write({ a: bill('a', { total: 120 }), b: { kind: 'deleted' }, c: bill('c', { total: 120 }) });
    expect(await validation()).toEqual({ errors: [], warnings: [] });
    expect(await validation('journals')).toEqual({ errors: [], warnings: [] });
  });

  it('keeps what a hostile record says within bounds, and a sum beyond all numbers stops nothing', async () => {
    await write({
      a: { kind: 'faulty', ruleId: 'accounting-bill-102', field: `x\0${'y'.repeat(10_000)}`, reason: 'is not text' },
      b: bill('b', { total: 1.7e308, tax: -1.7e308 }),
    });
    const { errors = [] } = await validation();
    expect(errors.map(({ itemId, ruleId }) => [itemId, ruleId])).toEqual(expect.arrayContaining([['a', 'accounting-bill-102'], ['b', 'accounting-bill-000']]));
    expect(errors.every(({ message = '' }) => message.length < 600 && !message.includes('\0'))).toBe(true);
  });
});
