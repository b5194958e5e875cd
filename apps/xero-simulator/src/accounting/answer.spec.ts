import { edit } from '../books/control.js';
import { answer } from './answer.js';
import { ask, list, organisationId, read, sampleBooks } from './testing.js';
import type { Wire } from './wire.js';

const books = sampleBooks({ invoices: 1200, seed: 11 });
const all = { page: '1', pageSize: '1000' };

describe('answers', () => {
  test('XML is sent to everybody who does not ask for JSON', () => {
    const { headers, body } = answer(books, { method: 'GET', path: 'Invoices', query: { page: '1', pageSize: '3' }, headers: {} });
    expect(headers['content-type']).toContain('xml');
    expect(body.toString()).toMatch(/^<\?xml version="1\.0"[^>]*><Response [^>]*><Id>[0-9a-f-]{36}<\/Id><Status>OK<\/Status>/);
    expect(body.toString()).toMatch(/<Invoices><Invoice><Type>ACC(REC|PAY)<\/Type>.*<LineItems><LineItem>/s);
    expect(body.toString()).not.toMatch(/\/Date\(|<script/);
  });

  test('the envelope names status, provider and time, without an offset in the time', () => {
    expect(read(books, 'Organisation')).toMatchObject({ Status: 'OK', ProviderName: expect.any(String), DateTimeUTC: expect.stringMatching(/^\/Date\(\d+\)\/$/) });
    expect((read(books, 'Organisation').Organisations as Wire[])[0]).toMatchObject({ OrganisationID: organisationId, BaseCurrency: 'GBP' });
  });

  test('an unknown path is a 404 in plain text, a known one that is not served a 501, a write where there are none a 501', () => {
    expect(ask(books, 'Nothing')).toMatchObject({ status: 404, text: expect.not.stringContaining('{') });
    expect(ask(books, 'Quotes').status).toBe(501);
    expect(ask(books, 'constructor').status).toBe(404);
    expect(ask(books, 'Reports/constructor').status).toBe(404);
    expect(answer(books, { method: 'PUT', path: 'Organisation', query: {}, headers: {} }).status).toBe(501);
  });

  test('paths and query names are read in any letter case', () => {
    expect(JSON.parse(ask(books, 'invoices', { PAGE: '1', PageSize: '2' }).text).Invoices).toHaveLength(2);
  });

  test.each([['Invoices', 'InvoiceID'], ['Contacts', 'ContactID'], ['Payments', 'PaymentID'], ['CreditNotes', 'CreditNoteID'], ['Accounts', 'AccountID'], ['Items', 'ItemID'], ['TrackingCategories', 'TrackingCategoryID'], ['TaxRates', 'TaxType']])('%s can be read by %s, and an id of nothing is a 404', (name, key) => {
    const wanted = list(books, name, all)[3 % list(books, name, all).length];
    const [found] = list(books, `${name}/${String(wanted[key])}`.replace(/ /g, '%20')) ?? [];
    expect(found ?? (read(books, `${name}/${String(wanted[key])}`)[name] as Wire[])[0]).toMatchObject({ [key]: wanted[key] });
    expect(ask(books, `${name}/00000000-0000-4000-8000-000000000000`).status).toBe(404);
  });

  test('unit prices have two places unless four are asked for, line amounts never change', () => {
    const lines = (query: Record<string, string>): Wire[] => list(books, 'Invoices', { ...all, ...query }).flatMap((row) => row.LineItems as Wire[]);
    const [two, four] = [lines({}), lines({ unitdp: '4' })];
    const decimals = (value: unknown): number => JSON.stringify(value ?? 0).split('.')[1]?.length ?? 0;
    expect(Math.max(...two.map((line) => decimals(line.UnitAmount)))).toBe(2);
    expect(Math.max(...four.map((line) => decimals(line.UnitAmount)))).toBe(4);
    expect(two.map((line) => line.LineAmount)).toEqual(four.map((line) => line.LineAmount));
  });

  test('archived contacts are hidden unless asked for', () => {
    const shown = list(books, 'Contacts', all);
    const whole = list(books, 'Contacts', { ...all, includeArchived: 'true' });
    expect(shown.every((row) => row.ContactStatus === 'ACTIVE')).toBe(true);
    expect(whole.length).toBeGreaterThan(shown.length);
    expect(whole).toHaveLength(books.contacts.size);
  });

  test('voided and deleted documents and deleted payments stay in the lists', () => {
    const statuses = new Set(list(books, 'Invoices', all).map((row) => row.Status));
    expect([...statuses].sort()).toEqual(['AUTHORISED', 'DELETED', 'DRAFT', 'PAID', 'SUBMITTED', 'VOIDED']);
    expect(new Set(list(books, 'Payments', all).map((row) => row.Status))).toEqual(new Set(['AUTHORISED', 'DELETED']));
  });

  test('a rename shows in documents although their time of change stays', () => {
    const moving = sampleBooks();
    const [before] = list(moving, 'Invoices', { page: '1', unitdp: '4' });
    const contact = before.Contact as Wire;
    edit(moving, { kind: 'contact.rename', id: contact.ContactID as string, value: 'Renamed Ltd' });
    const [after] = list(moving, 'Invoices', { page: '1', unitdp: '4' });
    expect(after.Contact).toMatchObject({ Name: 'Renamed Ltd' });
    expect(after.UpdatedDateUTC).toBe(before.UpdatedDateUTC);
  });

  test('renamed items and tracking options show in lines at once', () => {
    const moving = sampleBooks();
    const lines = (): Wire[] => list(moving, 'Invoices', { ...all, unitdp: '4' }).flatMap((row) => row.LineItems as Wire[]);
    const item = lines().find((line) => line.Item)!.Item as Wire;
    const [category] = list(moving, 'TrackingCategories');
    const option = (category.Options as Wire[]).find(({ Name }) => Name === 'North')!;
    edit(moving, { kind: 'item.rename', id: item.ItemID as string, value: 'New item name' });
    edit(moving, { kind: 'trackingOption.rename', id: option.TrackingOptionID as string, value: 'Far North' });
    expect(lines().filter((line) => (line.Item as Wire | undefined)?.Name === 'New item name').length).toBeGreaterThan(0);
    expect(lines().some((line) => (line.Tracking as Wire[]).some(({ Option }) => Option === 'Far North'))).toBe(true);
    expect(lines().some((line) => (line.Tracking as Wire[]).some(({ Option }) => Option === 'North'))).toBe(false);
  });

  test('an edit shows at once, though rendered pages are kept', () => {
    const moving = sampleBooks();
    const [before] = list(moving, 'Invoices', { page: '1', unitdp: '4', order: 'UpdatedDateUTC DESC' });
    edit(moving, { kind: 'invoice.update', id: before.InvoiceID as string, value: 'changed' });
    expect(list(moving, 'Invoices', { page: '1', unitdp: '4', order: 'UpdatedDateUTC DESC' })[0]).toMatchObject({ InvoiceID: before.InvoiceID, Reference: 'changed' });
  });
});
