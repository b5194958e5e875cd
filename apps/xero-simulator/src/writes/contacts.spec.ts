import { answer } from '../accounting/answer.js';
import { list, read, refusals, sampleBooks, send, wrote, type HandClock } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';

const books = sampleBooks({ invoices: 60 });
const clock = books.options.clock as HandClock;
const whole = {
  Name: 'Ångström & Töchter', FirstName: 'Ebba', LastName: 'Lind', EmailAddress: 'ebba@example.com', CompanyNumber: '0815', TaxNumber: 'SE 556677', AccountNumber: 'A-1', ContactNumber: 'crm-77',
  DefaultCurrency: 'EUR', Addresses: [{ AddressType: 'STREET', AddressLine1: 'Storgatan 1', AddressLine2: 'tr 2', City: 'Umeå', Region: 'Norr', PostalCode: '903 26', Country: 'Sweden' }],
  Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '123 456', PhoneAreaCode: '90', PhoneCountryCode: '46' }, { PhoneType: 'MOBILE', PhoneNumber: '70 1' }],
  ContactPersons: [{ FirstName: 'Per', LastName: 'Ek', EmailAddress: 'per@example.com', IncludeInEmails: true }], Website: 'https://example.com',
};

test('a contact comes back with every field as it was sent, and is in the next delta', () => {
  clock.moment += 5000;
  const before = books.now();
  const made = wrote(books, 'PUT', 'Contacts', { Contacts: [whole] });
  const since = { 'if-modified-since': new Date(before - 1000).toISOString().slice(0, 19) };
  for (const shown of [made, read(books, `Contacts/${String(made.ContactID)}`).Contacts as Wire[], list(books, 'Contacts', { page: '1' }, since)].flat()) {
    const { Addresses, Phones, ContactPersons, ...plain } = whole;
    expect(shown).toMatchObject({ ...plain, ContactStatus: 'ACTIVE', ContactPersons });
    expect((shown.Addresses as Wire[]).find((address) => address.AddressType === 'STREET')).toMatchObject(Addresses[0]);
    expect(shown.Phones).toEqual(expect.arrayContaining([Phones[0], expect.objectContaining(Phones[1])]));
  }
});

test('PUT refuses a name that an active contact has in any letter case; POST changes that contact', () => {
  const [known] = list(books, 'Contacts', { page: '1' }).filter(({ ContactStatus }) => ContactStatus === 'ACTIVE');
  const name = String(known.Name);
  expect(refusals(books, 'PUT', 'Contacts', { Name: name.toUpperCase() })).toEqual([`The contact name ${name.toUpperCase()} is already assigned to another contact. The contact name must be unique across all active contacts.`]);
  const count = books.contacts.order.count;
  expect(wrote(books, 'POST', 'Contacts', { Contacts: [{ Name: name, FirstName: 'New' }] })).toMatchObject({ ContactID: known.ContactID, FirstName: 'New' });
  expect(books.contacts.order.count).toBe(count);
});

test('a POST by id changes what it says and leaves the rest', () => {
  const made = wrote(books, 'PUT', 'Contacts', { ...whole, Name: 'Partly', ContactNumber: 'crm-78' });
  const changed = wrote(books, 'POST', `Contacts/${String(made.ContactID)}`, { EmailAddress: 'other@example.com' });
  expect(changed).toEqual({ ...made, EmailAddress: 'other@example.com', UpdatedDateUTC: expect.any(String) });
});

test('an archived contact frees its name, and cannot take it back from another', () => {
  const made = wrote(books, 'PUT', 'Contacts', { Name: 'Twice' });
  wrote(books, 'POST', `Contacts/${String(made.ContactID)}`, { ContactStatus: 'ARCHIVED' });
  const second = wrote(books, 'PUT', 'Contacts', { Name: 'twice' });
  expect(second.ContactID).not.toBe(made.ContactID);
  expect(refusals(books, 'POST', `Contacts/${String(made.ContactID)}`, { ContactStatus: 'ACTIVE' })[0]).toMatch('must be unique');
});

test.each([
  [{}, 'The Contact Name cannot be empty.'], [{ Name: 'Mail', EmailAddress: 'nobody' }, 'Email address must be valid.'],
  [{ Name: 'Money', DefaultCurrency: 'XAF' }, 'Organisation is not subscribed to currency XAF'], [{ ContactID: '00000000-0000-4000-8000-000000000000', Name: 'Ghost' }, 'The contact could not be found'],
])('%j is refused', (contact, message) => {
  expect(refusals(books, 'POST', 'Contacts', { Contacts: [contact] })).toEqual([message]);
});

test('an id in the path that is unknown is a 404, and what cannot be read is error 14', () => {
  const { status } = answer(books, { method: 'POST', path: 'Contacts/00000000-0000-4000-8000-000000000000', query: {}, headers: {}, body: Buffer.from('{"Name":"x"}') });
  expect(status).toBe(404);
  for (const body of [Buffer.from('{'), Buffer.from(''), { Contacts: [{ Name: { first: 'x' } }] }, { Contacts: [] }]) {
    expect(send(books, 'PUT', 'Contacts', body)).toMatchObject({ status: 400, body: { ErrorNumber: 14, Type: 'PostDataInvalidException' } });
  }
});

test('one bad record stops all of a call, unless errors are asked for one by one', () => {
  const pair = { Contacts: [{ Name: 'Good one' }, { FirstName: 'Nameless' }] };
  expect(refusals(books, 'PUT', 'Contacts', pair)).toEqual(['The Contact Name cannot be empty.']);
  expect(refusals(books, 'PUT', 'Contacts', { Name: 'Good one' })).toEqual([]);
  const { status, body } = send(books, 'PUT', 'Contacts', { Contacts: [{ Name: 'Better one' }, { FirstName: 'Nameless' }] }, { query: { summarizeErrors: 'false' } });
  expect([status, body.Contacts]).toEqual([200, [
    expect.objectContaining({ Name: 'Better one', StatusAttributeString: 'OK', HasValidationErrors: false }),
    { FirstName: 'Nameless', StatusAttributeString: 'ERROR', HasValidationErrors: true, ValidationErrors: [{ Message: 'The Contact Name cannot be empty.' }] },
  ]]);
});
