import { supportedDataTypes } from '#accounting/data-types';
import { type ApiOperator, type Json, usePortalApi } from '#test/portal-api';

describe('sync settings', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let company: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    company = `/companies/${(await operator.call('POST', '/companies', { name: 'A' })).body.id}/syncSettings`;
  });

  const profile = '/profile/syncSettings';
  const invoices = { dataType: 'invoices', fetchOnFirstLink: false, syncSchedule: 1, syncOrder: 3 };
  const of = async (path: string, dataType = 'invoices') =>
    (await operator.call('GET', path)).body.settings.find((each: Json) => each.dataType === dataType);
  const set = async (path: string, settings: unknown, more: object = {}) => (await operator.call('POST', path, { settings, ...more })).status;

  it('say by default that everything is pulled when a company links, and then daily', async () => {
    const { status, body } = await operator.call('GET', profile);
    expect([status, body.clientId, body.overridesDefaults]).toEqual([200, operator.operatorId, false]);
    expect(body.settings.map(({ dataType }: Json) => dataType)).toEqual(supportedDataTypes);
    expect(body.settings.every(({ fetchOnFirstLink, syncSchedule }: Json) => fetchOnFirstLink && syncSchedule === 24)).toBe(true);
    expect(await of(profile, 'balanceSheet')).toMatchObject({ monthsToSync: 24 });
    expect((await operator.call('GET', company)).body).toEqual({ companyId: expect.any(String), settings: body.settings, overridesDefaults: false });
  });

  it('of all companies apply to each that has none of its own', async () => {
    expect(await set(profile, [invoices])).toBe(204);
    expect(await of(profile)).toEqual({ ...invoices, isLocked: false });
    expect(await of(company)).toEqual({ ...invoices, isLocked: false });
    expect(await set(company, [{ ...invoices, syncSchedule: 168 }])).toBe(204);
    expect((await operator.call('GET', company)).body).toMatchObject({ overridesDefaults: true });
    expect([(await of(company)).syncSchedule, (await of(profile)).syncSchedule]).toEqual([168, 1]);
    expect(await set(company, [], { overridesDefaults: false })).toBe(204);
    expect((await of(company)).syncSchedule).toBe(1);
  });

  it('that are locked are the same for every company', async () => {
    await set(company, [{ ...invoices, syncSchedule: 720 }]);
    await set(profile, [{ ...invoices, isLocked: true }]);
    expect(await of(company)).toEqual({ ...invoices, isLocked: true });
    const { status, body } = await operator.call('POST', company, { settings: [{ ...invoices, syncSchedule: 24 }] });
    expect([status, body.validation.errors]).toEqual([400, [expect.objectContaining({ itemId: 'settings.0', message: expect.stringContaining('locked') })]]);
    expect(await set(company, [invoices])).toBe(204);
    expect(await set(company, [{ ...invoices, dataType: 'bills', isLocked: true }])).toBe(400);
  });

  it('can be sent back as they were answered', async () => {
    await set(profile, [{ ...invoices, syncFromUtc: '2026-01-01T12:00:00.000+01:00', syncFromWindow: 24 }]);
    expect(await of(profile)).toMatchObject({ syncFromUtc: '2026-01-01T11:00:00Z', syncFromWindow: 24 });
    for (const path of [profile, company]) {
      const { body } = await operator.call('GET', path);
      expect((await operator.call('POST', path, body)).status).toBe(204);
      expect((await operator.call('GET', path)).body.settings).toEqual(body.settings);
    }
  });

  it.each([
    ['settings', undefined],
    ['settings.0.dataType', [{ ...invoices, dataType: 'Invoices' }]],
    ['settings.1.dataType', [invoices, invoices]],
    ['settings.0.fetchOnFirstLink', [{ ...invoices, fetchOnFirstLink: undefined }]],
    ['settings.0.syncSchedule', [{ ...invoices, syncSchedule: 1.5 }]],
    ['settings.0.syncSchedule', [{ ...invoices, syncSchedule: -1 }]],
    ['settings.0.syncOrder', [{ ...invoices, syncOrder: '1' }]],
    ['settings.0.monthsToSync', [{ ...invoices, monthsToSync: 12 }]],
    ['settings.0.monthsToSync', [{ ...invoices, dataType: 'balanceSheet', monthsToSync: 0 }]],
    ['settings.0.syncFromUtc', [{ ...invoices, syncFromUtc: 'last year' }]],
    ['settings.0.syncFromUtc', [{ ...invoices, syncFromUtc: '9026-01-01T00:00:00Z' }]],
    ['settings.0.syncFromUtc', [{ ...invoices, dataType: 'customers', syncFromUtc: '2026-01-01T00:00:00Z' }]],
    ['settings.0.syncFromWindow', [{ ...invoices, syncFromWindow: 0 }]],
    ['settings.0.syncFromWindow', [{ ...invoices, dataType: 'profitAndLoss', syncFromWindow: 12 }]],
  ])('are refused by the name of the field: %s of %j', async (field, settings) => {
    for (const path of [profile, company]) {
      const { status, body } = await operator.call('POST', path, { settings });
      expect([status, body.validation?.errors[0].itemId]).toEqual([400, field]);
    }
    expect((await of(profile)).syncSchedule).toBe(24);
  });

  it('are not taken for another client or company than the one that asks', async () => {
    expect((await operator.call('POST', profile, { clientId: 'x', settings: [] })).body.validation.errors[0].itemId).toBe('clientId');
    expect((await operator.call('POST', company, { companyId: 'x', settings: [] })).body.validation.errors[0].itemId).toBe('companyId');
  });
});
