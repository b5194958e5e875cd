import type { Books } from '../books/books.js';
import { contactName, type Address, type Contact } from '../books/contacts.js';
import { nothing, type Effect, type Order } from './order.js';
import type { Sent } from './sent.js';

const phoneTypes = ['DEFAULT', 'DDI', 'MOBILE', 'FAX', 'OFFICE'] as const;
/** What Xero gives back as it was sent, and nothing here depends on. */
const kept = [
  'Website', 'Discount', 'PaymentTerms', 'XeroNetworkKey', 'SalesDefaultAccountCode', 'PurchasesDefaultAccountCode', 'AccountsReceivableTaxType', 'AccountsPayableTaxType',
  'SalesDefaultLineAmountType', 'PurchasesDefaultLineAmountType', 'TrackingCategoryName', 'TrackingCategoryOption', 'BatchPayments',
];

/** Makes or changes a contact. POST finds it by id, number or name; PUT refuses what is there already. */
export function prepareContact({ books, method, id, sent, refuse }: Order): () => Effect {
  const name = sent.text('Name')?.trim();
  const wanted = id ?? sent.text('ContactID');
  const row = wanted === undefined ? (method === 'PUT' ? null : findContact(books, sent)) : books.contacts.rowOf(wanted);
  if (wanted !== undefined && row === null) return refuse('The contact could not be found'), nothing;
  if (row === null && !name) return refuse('The Contact Name cannot be empty.'), nothing;
  if (name === '') refuse('The Contact Name cannot be empty.');
  if (name !== undefined && name.length > 255) refuse('The field Name must be a string with a maximum length of 255.');
  const contact = write(sent, row === null ? blank(books.contacts.size) : books.contact(row), name);
  if (contact.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(contact.email)) refuse('Email address must be valid.');
  if (contact.currency && !isSubscribed(books, contact.currency)) refuse(`Organisation is not subscribed to currency ${contact.currency}`);
  refuseTwins(books, contact, row, refuse);
  return () => {
    const made = row ?? books.contacts.add(books.now());
    if (row !== null && books.contactName(row) !== contact.name) books.changes.renamed++;
    books.changes.written.contacts.set(made, { ...contact, index: made });
    books.changes.contacts.delete(made);
    if (contact.contactNumber) books.changes.written.numbers.set(`contact:${contact.contactNumber.toLowerCase()}`, made);
    if (row !== null) books.contacts.stamp(row, books.now());
    return { id: books.contacts.id(made), created: row === null };
  };
}

/** The contact that a number or an active name stands for. */
export function findContact(books: Books, sent: Sent): number | null {
  const number = sent.text('ContactNumber')?.toLowerCase();
  const numbered = number === undefined || number === '' ? undefined : books.changes.written.numbers.get(`contact:${number}`);
  if (numbered !== undefined) return numbered;
  const name = sent.text('Name')?.trim();
  return name ? activeContactOf(books, name) : null;
}

const drawnNames = new WeakMap<Books, Map<string, number>>();

/** The active contact of a name, whatever its letter case. */
export function activeContactOf(books: Books, name: string): number | null {
  const wanted = name.toLowerCase();
  const bears = (row: number): boolean => books.contacts.has(row) && !books.isArchived(row) && books.contactName(row).toLowerCase() === wanted;
  const drawn = namesOf(books).get(wanted);
  if (drawn !== undefined && bears(drawn)) return drawn;
  for (const row of books.changes.contacts.keys()) if (bears(row)) return row;
  for (const row of books.changes.written.contacts.keys()) if (bears(row)) return row;
  return null;
}

/** Names as they were drawn. */
function namesOf(books: Books): Map<string, number> {
  let names = drawnNames.get(books);
  if (names) return names;
  names = new Map();
  for (let row = 0; row < books.drawing.contacts; row++) {
    const name = contactName(books.drawing.options.seed, row).toLowerCase();
    if (!names.has(name)) names.set(name, row);
  }
  drawnNames.set(books, names);
  return names;
}

function refuseTwins(books: Books, contact: Contact, row: number | null, refuse: (message: string) => void): void {
  const twin = contact.archived ? null : activeContactOf(books, contact.name);
  if (twin !== null && twin !== row) refuse(`The contact name ${contact.name} is already assigned to another contact. The contact name must be unique across all active contacts.`);
  const numbered = contact.contactNumber ? books.changes.written.numbers.get(`contact:${contact.contactNumber.toLowerCase()}`) : undefined;
  if (numbered !== undefined && numbered !== row) refuse(`The contact number ${contact.contactNumber} is already assigned to another contact. The contact number must be unique across all contacts.`);
}

function blank(index: number): Contact {
  return { index, name: '', archived: false, isCustomer: false, isSupplier: false, email: '', bankDetails: '', blankPhones: 'empty', persons: [], phones: {}, kept: {} };
}

function write(sent: Sent, before: Contact, name: string | undefined): Contact {
  const text = (field: string, known: string | undefined): string | undefined => sent.text(field) ?? known;
  const status = sent.choice('ContactStatus', ['ACTIVE', 'ARCHIVED', 'GDPRREQUEST'] as const);
  const addresses = sent.list('Addresses');
  const address = (type: string, known: Address | undefined): Address | undefined => {
    const given = addresses?.find((one) => one.text('AddressType')?.toUpperCase() === type);
    return given ? readAddress(given) : known;
  };
  return {
    ...before, name: name ?? before.name, archived: status === undefined ? before.archived : status !== 'ACTIVE',
    firstName: text('FirstName', before.firstName), lastName: text('LastName', before.lastName), email: text('EmailAddress', before.email),
    companyNumber: text('CompanyNumber', before.companyNumber), taxNumber: text('TaxNumber', before.taxNumber), accountNumber: text('AccountNumber', before.accountNumber),
    contactNumber: text('ContactNumber', before.contactNumber), currency: text('DefaultCurrency', before.currency), bankDetails: text('BankAccountDetails', before.bankDetails),
    phones: { ...before.phones, ...readPhones(sent) }, postal: address('POBOX', before.postal), street: address('STREET', before.street),
    persons: sent.list('ContactPersons')?.map((person) => ({
      first: person.text('FirstName') ?? '', last: person.text('LastName') ?? '', email: person.text('EmailAddress') ?? '', included: person.flag('IncludeInEmails') ?? false,
    })) ?? before.persons,
    kept: { ...before.kept, ...Object.fromEntries(kept.filter((field) => sent.has(field)).map((field) => [field, sent.fields[field]])) },
  };
}

function readPhones(sent: Sent): Contact['phones'] {
  return Object.fromEntries((sent.list('Phones') ?? []).map((phone) => [
    phone.choice('PhoneType', phoneTypes) ?? 'DEFAULT',
    { country: phone.text('PhoneCountryCode') ?? '', area: phone.text('PhoneAreaCode') ?? '', number: phone.text('PhoneNumber') ?? '' },
  ]));
}

function readAddress(sent: Sent): Address {
  const lines = [1, 2, 3, 4].map((place) => sent.text(`AddressLine${place}`) ?? '');
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  return {
    lines, city: sent.text('City') ?? '', region: sent.text('Region') ?? '', postalCode: sent.text('PostalCode') ?? '', country: sent.text('Country') ?? '',
    attentionTo: sent.text('AttentionTo') ?? '',
  };
}

/** Whether documents may be in that currency. */
export function isSubscribed(books: Books, currency: string): boolean {
  const { baseCurrency, foreign } = books.drawing.options.edition;
  return currency === baseCurrency || foreign.some(({ code }) => code === currency);
}
