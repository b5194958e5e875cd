import type { Books } from '../books/books.js';
import type { Address, Contact } from '../books/contacts.js';
import { msInstant, type Wire } from './wire.js';

/** The contact inside a document: its id and name, the rest as empty shells. */
export function contactStub(books: Books, row: number): Wire {
  return {
    ContactID: books.contacts.id(row), Name: books.contactName(row), Addresses: [], Phones: [], ContactGroups: [],
    ContactPersons: [], HasValidationErrors: false,
  };
}

/** A contact of the list; `whole` adds what only paged lists and single records carry. */
export function contactWire(books: Books, row: number, whole: boolean): Wire {
  const contact = books.contact(row);
  const wire: Wire = { ContactID: books.contacts.id(row) };
  if (contact.contactNumber) wire.ContactNumber = contact.contactNumber;
  if (contact.accountNumber) wire.AccountNumber = contact.accountNumber;
  wire.ContactStatus = contact.archived ? 'ARCHIVED' : 'ACTIVE';
  wire.Name = contact.name;
  if (contact.firstName) wire.FirstName = contact.firstName;
  if (contact.lastName) wire.LastName = contact.lastName;
  if (contact.companyNumber) wire.CompanyNumber = contact.companyNumber;
  if (contact.email !== undefined) wire.EmailAddress = contact.email;
  if (contact.bankDetails !== undefined) wire.BankAccountDetails = contact.bankDetails;
  if (contact.taxNumber) wire.TaxNumber = contact.taxNumber;
  wire.Addresses = [addressWire('POBOX', contact.postal), addressWire('STREET', contact.street)];
  wire.Phones = phones(contact);
  wire.UpdatedDateUTC = msInstant(books.contacts.updatedAt(row));
  wire.ContactGroups = [];
  wire.IsSupplier = contact.isSupplier;
  wire.IsCustomer = contact.isCustomer;
  if (contact.currency) wire.DefaultCurrency = contact.currency;
  if (whole) {
    wire.ContactPersons = contact.persons.map((person) => ({
      FirstName: person.first, LastName: person.last, EmailAddress: person.email, IncludeInEmails: person.included,
    }));
    wire.SalesTrackingCategories = [];
    wire.PurchasesTrackingCategories = [];
    if (row % 6 === 0 && !contact.kept) wire.PaymentTerms = { Sales: { Day: 30, Type: 'DAYSAFTERBILLDATE' } };
  }
  Object.assign(wire, contact.kept);
  wire.HasAttachments = false;
  wire.HasValidationErrors = false;
  return wire;
}

function addressWire(type: 'POBOX' | 'STREET', address: Address | undefined): Wire {
  if (!address) return { AddressType: type };
  const wire: Wire = { AddressType: type };
  address.lines.forEach((line, place) => { wire[`AddressLine${place + 1}`] = line; });
  if (address.city !== undefined) wire.City = address.city;
  if (address.region !== undefined) wire.Region = address.region;
  if (address.postalCode !== undefined) wire.PostalCode = address.postalCode;
  if (address.country !== undefined) wire.Country = address.country;
  if (address.attentionTo !== undefined) wire.AttentionTo = address.attentionTo;
  return wire;
}

function phones(contact: Contact): Wire[] {
  const blank = (type: string): Wire =>
    contact.phones?.[type] ? phoneWire(type, contact.phones[type]) : contact.blankPhones === 'empty' ? { PhoneType: type, PhoneNumber: '', PhoneAreaCode: '', PhoneCountryCode: '' } : { PhoneType: type };
  const { phone, mobile } = contact;
  return [
    blank('DDI'),
    phone && !contact.phones?.DEFAULT ? phoneWire('DEFAULT', phone) : blank('DEFAULT'),
    blank('FAX'),
    mobile && !contact.phones?.MOBILE ? phoneWire('MOBILE', { number: mobile, area: '', country: '' }) : blank('MOBILE'),
  ];
}

function phoneWire(type: string, { number, area, country }: { number: string; area: string; country: string }): Wire {
  return { PhoneType: type, PhoneNumber: number, PhoneAreaCode: area, PhoneCountryCode: country };
}
