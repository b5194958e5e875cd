import { Ajv } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { edit, editKinds } from '../books/control.js';
import { list, read, sampleBooks, wrote } from './testing.js';
import type { Wire } from './wire.js';

const file = path.join(__dirname, '../../../../../shared/specs/xero_accounting.yaml');

/** Keys that the real API sends although its OpenAPI file lacks them, by the schema that they appear in; '*' is everywhere. */
const unlisted: Record<string, readonly string[]> = {
  '*': ['HasErrors', 'HasValidationErrors', 'ValidationErrors', 'Attachments', 'InvoicePaymentServices'],
  Invoice: ['DateString', 'DueDateString', 'IsDiscounted', 'SentToEmailAddress'],
  CreditNote: ['ID', 'DateString', 'DueDateString'],
  LineItem: ['DiscountEnteredAsPercent', 'ItemID'],
  BankTransaction: ['DateString'],
  BankTransfer: ['DateString'],
  Prepayment: ['DateString'],
  Overpayment: ['DateString'],
  PurchaseOrder: ['DateString', 'DeliveryDateString', 'ExpectedArrivalDateString', 'IsDiscounted'],
  Organisation: ['TaxNumberName'],
  TrackingOption: ['IsDeleted', 'IsArchived', 'IsActive'],
  Envelope: ['Id', 'Status', 'ProviderName', 'DateTimeUTC'],
};
/** Values that the real API answers although its OpenAPI file lacks them, by the name of the enum. */
const beyondEnum: Record<string, readonly string[]> = {
  CurrencyCode: [''],
  AccountType: ['PAYGLIABILITY', 'SUPERANNUATIONEXPENSE', 'SUPERANNUATIONLIABILITY', 'WAGESEXPENSE', 'WAGESPAYABLELIABILITY'],
};

interface Schema {
  $ref?: string; allOf?: Schema[]; type?: string; format?: string; enum?: unknown[]; items?: Schema; properties?: Record<string, Schema>;
  required?: string[]; maxLength?: number; 'x-is-msdate'?: boolean; 'x-is-msdate-time'?: boolean;
}
interface Document { components: { schemas: Record<string, Schema> }; paths: Record<string, { get?: { responses: Record<string, { content?: Record<string, { schema: Schema }> }> } }> }

/** OpenAPI 3.0 to JSON schema: dates get their wire form, and keys that the file does not know are forbidden. */
function toJsonSchema(document: Document): Record<string, object> {
  const convert = (schema: Schema, name: string): object => {
    if (schema.$ref) return { $ref: schema.$ref.replace('#/components/schemas/', '#/definitions/') };
    if (schema.allOf) return convert(schema.allOf[0], name);
    if (schema['x-is-msdate']) return { type: 'string', pattern: String.raw`^/Date\(-?\d+(\+0000)?\)/$`, wholeDay: true };
    if (schema['x-is-msdate-time']) return { type: 'string', pattern: String.raw`^/Date\(-?\d+(\+0000)?\)/$` };
    if (schema.enum) return { enum: [...schema.enum, ...(beyondEnum[name] ?? [])] };
    if (schema.items) return { type: 'array', items: convert(schema.items, name) };
    if (schema.properties) {
      const known = Object.entries(schema.properties).map(([key, value]) => [key, convert(value, name)] as const);
      const extra = [...unlisted['*'], ...(unlisted[name] ?? [])].filter((key) => !schema.properties![key]).map((key) => [key, {}] as const);
      // Required keys are rules for writing; embedded stubs leave them out.
      return { type: 'object', properties: Object.fromEntries([...known, ...extra]), additionalProperties: false };
    }
    return { ...(schema.type ? { type: schema.type } : {}), ...(schema.format === 'uuid' ? { pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' } : {}) };
  };
  return Object.fromEntries(Object.entries(document.components.schemas).map(([name, schema]) => [name, convert(schema, name)]));
}

const describeWithFile = existsSync(file) ? describe : describe.skip;
if (!existsSync(file)) process.stdout.write(`skipped: the OpenAPI file ${file} is absent\n`);

describeWithFile('every answer keeps to the OpenAPI file of Xero', () => {
  const document = existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Document) : null;
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addKeyword({
    keyword: 'wholeDay', type: 'string',
    validate: (_: boolean, value: string) => Number(/-?\d+/.exec(value)![0]) % 86_400_000 === 0,
  });
  const definitions = document ? toJsonSchema(document) : {};

  const compiled = new Map<string, ReturnType<Ajv['compile']>>();
  const compile = (operation: string): ReturnType<Ajv['compile']> => {
    const schema = document!.paths[operation].get!.responses['200'].content!['application/json'].schema.$ref!.split('/').pop()!;
    const { properties } = definitions[schema] as { properties: Record<string, object> };
    const envelope = Object.fromEntries(unlisted.Envelope.map((key) => [key, { type: 'string' }]));
    return ajv.compile({ type: 'object', properties: { ...properties, ...envelope }, required: ['Id', 'Status', 'DateTimeUTC'], additionalProperties: false, definitions });
  };
  const check = (operation: string, answer: Wire): void => {
    const validate = compiled.get(operation) ?? compile(operation);
    compiled.set(operation, validate);
    if (!validate(answer)) throw new Error(validate.errors!.slice(0, 5).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`).join('\n'));
  };

  const books = sampleBooks({ invoices: 600, seed: 21 });
  for (let round = 0; round < 4; round++) for (const kind of editKinds) edit(books, { kind });
  const all = { page: '1', pageSize: '1000', includeArchived: 'true', includeDeleted: 'true', unitdp: '4' };

  test.each([
    ['/Organisation', 'Organisation'], ['/Accounts', 'Accounts'], ['/Contacts', 'Contacts'], ['/Invoices', 'Invoices'], ['/CreditNotes', 'CreditNotes'],
    ['/Payments', 'Payments'], ['/Items', 'Items'], ['/TaxRates', 'TaxRates'], ['/TrackingCategories', 'TrackingCategories'], ['/Currencies', 'Currencies'],
    ['/BankTransactions', 'BankTransactions'], ['/BankTransfers', 'BankTransfers'], ['/BatchPayments', 'BatchPayments'], ['/Prepayments', 'Prepayments'],
    ['/Overpayments', 'Overpayments'], ['/ManualJournals', 'ManualJournals'], ['/PurchaseOrders', 'PurchaseOrders'],
    ['/Users', 'Users'], ['/BrandingThemes', 'BrandingThemes'], ['/Reports/TrialBalance', 'Reports/TrialBalance'], ['/Reports/BalanceSheet', 'Reports/BalanceSheet'],
    ['/Journals', 'Journals'], ['/Reports/ProfitAndLoss', 'Reports/ProfitAndLoss'], ['/Reports/BankSummary', 'Reports/BankSummary'],
  ])('%s, paged and whole', (operation, name) => {
    check(operation, read(books, name, all));
    check(operation, read(books, name));
  });

  test.each([
    ['/Invoices/{InvoiceID}', 'Invoices', 'InvoiceID'], ['/Contacts/{ContactID}', 'Contacts', 'ContactID'], ['/CreditNotes/{CreditNoteID}', 'CreditNotes', 'CreditNoteID'],
    ['/Payments/{PaymentID}', 'Payments', 'PaymentID'], ['/Accounts/{AccountID}', 'Accounts', 'AccountID'], ['/Items/{ItemID}', 'Items', 'ItemID'],
    ['/BankTransactions/{BankTransactionID}', 'BankTransactions', 'BankTransactionID'], ['/BankTransfers/{BankTransferID}', 'BankTransfers', 'BankTransferID'],
    ['/BatchPayments/{BatchPaymentID}', 'BatchPayments', 'BatchPaymentID'], ['/Prepayments/{PrepaymentID}', 'Prepayments', 'PrepaymentID'],
    ['/Overpayments/{OverpaymentID}', 'Overpayments', 'OverpaymentID'], ['/ManualJournals/{ManualJournalID}', 'ManualJournals', 'ManualJournalID'],
    ['/PurchaseOrders/{PurchaseOrderID}', 'PurchaseOrders', 'PurchaseOrderID'],
  ])('%s', (operation, name, key) => {
    for (const record of list(books, name, all).slice(0, 40)) check(operation, read(books, `${name}/${record[key] as string}`));
  });

  test.each([
    ['/Invoices/{InvoiceID}/Attachments', 'Invoices', 'InvoiceID'], ['/CreditNotes/{CreditNoteID}/Attachments', 'CreditNotes', 'CreditNoteID'],
    ['/BankTransactions/{BankTransactionID}/Attachments', 'BankTransactions', 'BankTransactionID'], ['/Contacts/{ContactID}/Attachments', 'Contacts', 'ContactID'],
  ])('%s', (operation, name, key) => {
    for (const record of list(books, name, all).slice(0, 20)) check(operation, read(books, `${name}/${record[key] as string}/Attachments`));
  });

  test('what callers wrote, every kind of it', () => {
    const fresh = sampleBooks({ invoices: 60 });
    const Contact = { Name: 'Writes' };
    const BankAccount = { Code: '090' };
    const LineItems = [{ Description: 'x', Quantity: 2, UnitAmount: 3.5, AccountCode: '429', TaxType: 'NONE', Tracking: [{ Name: 'Region', Option: 'North' }] }, { Description: 'y' }];
    const document = { Contact, Status: 'AUTHORISED', LineItems, Url: 'https://example.com' };
    const bill = wrote(fresh, 'PUT', 'Invoices', { ...document, Type: 'ACCPAY', InvoiceNumber: 'B1', CurrencyCode: 'USD' });
    const [first, second] = [0, 1].map(() => ({ Invoice: { InvoiceID: wrote(fresh, 'PUT', 'Invoices', { ...document, Type: 'ACCPAY' }).InvoiceID }, Amount: 1 }));
    for (const [name, body] of [
      ['Contacts', { Name: 'Whole', Website: 'https://example.com', Phones: [{ PhoneType: 'DDI', PhoneNumber: '1' }], Addresses: [{ AddressType: 'STREET', AddressLine1: 'x' }], ContactPersons: [{ FirstName: 'x' }] }],
      ['CreditNotes', { ...document, Type: 'ACCPAYCREDIT' }], ['Payments', { Invoice: { InvoiceID: bill.InvoiceID }, Account: BankAccount, Amount: 1 }], ['BatchPayments', { Account: BankAccount, Reference: 'r', Payments: [first, second] }],
      ['BankTransactions', { ...document, Type: 'SPEND', BankAccount }], ['BankTransactions', { ...document, Type: 'SPEND-PREPAYMENT', BankAccount }], ['BankTransactions', { ...document, Type: 'SPEND-OVERPAYMENT', BankAccount }],
      ['BankTransfers', { FromBankAccount: BankAccount, ToBankAccount: { Code: '091' }, Amount: 1 }], ['ManualJournals', { Narration: 'n', JournalLines: [{ LineAmount: 1, AccountCode: '416' }, { LineAmount: -1, AccountCode: '711' }] }],
      ['PurchaseOrders', { ...document, Contact: { ContactID: (bill.Contact as Wire).ContactID }, DeliveryAddress: 'x' }], ['Items', { Code: 'I', SalesDetails: { UnitPrice: 1 } }], ['Accounts', { Code: '1', Name: '1', Type: 'BANK', BankAccountNumber: '1' }],
    ] as const) wrote(fresh, 'PUT', name, body);
    for (const { list: name } of fresh.changes.written.log) check(`/${name}`, read(fresh, name, all));
    for (const name of ['Prepayments', 'Overpayments']) check(`/${name}`, read(fresh, name, all));
  });

  test.each([['BalanceSheet', { periods: '11', timeframe: 'MONTH' }], ['ProfitAndLoss', { periods: '11', timeframe: 'QUARTER' }], ['TrialBalance', { paymentsOnly: 'true' }]])('/Reports/%s with columns and on cash basis', (name, query) => {
    check(`/Reports/${name}`, read(books, `Reports/${name}`, query));
  });

  test('the check finds a key of our own invention, a wrong enum value, a wrong type and a date with a time', () => {
    const broken = (change: (invoice: Wire) => void): (() => void) => {
      const answer = read(books, 'Invoices', { page: '1', pageSize: '1' });
      change((answer.Invoices as Wire[])[0]);
      return () => check('/Invoices', answer);
    };
    expect(broken((invoice) => { invoice.Colour = 'red'; })).toThrow('additional');
    expect(broken((invoice) => { invoice.Status = 'OPEN'; })).toThrow('allowed values');
    expect(broken((invoice) => { invoice.Total = '12.00'; })).toThrow('must be number');
    expect(broken((invoice) => { invoice.Date = '/Date(1776297600001+0000)/'; })).toThrow('wholeDay');
    expect(broken((invoice) => { invoice.UpdatedDateUTC = '2026-01-01T00:00:00'; })).toThrow('pattern');
  });
});
