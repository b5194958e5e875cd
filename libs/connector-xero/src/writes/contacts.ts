import type { Write } from '#connector-kit/writes';
import type { Given } from './given.js';
import { choice, list, needed, object, type Properties, text } from './options.js';
import type { Element } from './requests.js';
import { creating, updating, type Writing } from './writing.js';

const addressOption = list('Addresses', 'One address of each type at most.', {
  type: needed(choice('Type', 'Billing is the postal address in Xero, Delivery the street address.', ['Billing', 'Delivery', 'Unknown'])),
  line1: text('Line 1', 'First line of the address.', { maxLength: 500 }),
  line2: text('Line 2', 'Second line of the address.', { maxLength: 500 }),
  city: text('City', 'City.', { maxLength: 255 }),
  region: text('Region', 'Region or state.', { maxLength: 255 }),
  country: text('Country', 'Country.', { maxLength: 50, warnings: ['Only English alphabet characters are permitted.'] }),
  postalCode: text('Postal code', 'Postal code.', { maxLength: 50 }),
});

const common: Properties = {
  contactName: text('Contact name', 'First name and last name of the main person.', { maxLength: 255 }),
  emailAddress: text('Email address', 'Email address of the main person.', { maxLength: 255 }),
  phone: text('Phone', 'Main phone number.', { maxLength: 82, information: ['Country, area, and number are space separated.'] }),
  addresses: addressOption,
  registrationNumber: text('Registration number', 'Company number.', { maxLength: 50 }),
  taxNumber: text('Tax number', 'Tax number.', { maxLength: 50 }),
  defaultCurrency: text('Default currency', 'ISO 4217 code of a currency that the organisation uses.', { maxLength: 3 }),
  status: choice('Status', 'Archived and InActive archive the contact.', ['Active', 'Archived', 'InActive', 'Unknown']),
};

const personsOption = list('Contacts', 'Further persons; Xero keeps five.', {
  name: text('Name', 'First name and last name.', { maxLength: 255 }),
  email: text('Email', 'Email address.', { maxLength: 255 }),
});

const named = (what: string) => needed(text('Name', `Name of the ${what}; no two active contacts have the same.`, { maxLength: 255 }));

function contact(dataType: 'customers' | 'suppliers', name: 'customerName' | 'supplierName', further: Properties): Writing {
  return {
    dataType,
    place: { endpoint: 'Contacts', idField: 'ContactID' },
    scopes: ['accounting.contacts'],
    options: object(dataType === 'customers' ? 'Customer' : 'Supplier', 'Xero keeps customers and suppliers as contacts: one contact is served as both.', { [name]: named(dataType.slice(0, -1)), ...common, ...further }),
    unique: 'Name',
    element: (document, _lookups, stored) => contactElement(document, name, stored === null),
  };
}

const customer = contact('customers', 'customerName', { contacts: personsOption });
const supplier = contact('suppliers', 'supplierName', {});

/** Customers and suppliers. */
export const contactWrites: readonly Write[] = [creating(customer), updating(customer), creating(supplier), updating(supplier)];

function contactElement(document: Given, name: string, isNew: boolean): Element {
  const status = document.text('status');
  return {
    Name: document.text(name),
    ...personName(document.text('contactName')),
    EmailAddress: document.text('emailAddress'),
    CompanyNumber: document.text('registrationNumber'),
    TaxNumber: document.text('taxNumber'),
    DefaultCurrency: document.text('defaultCurrency'),
    ContactStatus: status === undefined || status === 'Unknown' || (isNew && status === 'Active') ? undefined : status === 'Active' ? 'ACTIVE' : 'ARCHIVED',
    Addresses: addresses(document),
    Phones: phones(document.text('phone')),
    ContactPersons: document.has('contacts') ? document.parts('contacts').map((person) => ({ ...personName(person.text('name')), EmailAddress: person.text('email') })) : undefined,
  };
}

/** Read back, both parts stand side by side again. */
function personName(name: string | undefined): { FirstName?: string; LastName?: string } {
  if (name === undefined) return {};
  const [first = '', ...others] = name.trim().split(/\s+/);
  return { FirstName: first, LastName: others.join(' ') };
}

function addresses(document: Given): Element[] | undefined {
  if (!document.has('addresses')) return undefined;
  const elements = document.parts('addresses').map((address): Element => ({
    AddressType: address.text('type') === 'Billing' ? 'POBOX' : 'STREET',
    AddressLine1: address.text('line1'),
    AddressLine2: address.text('line2'),
    City: address.text('city'),
    Region: address.text('region'),
    Country: address.text('country'),
    PostalCode: address.text('postalCode'),
  }));
  // Of two addresses of one type Xero keeps the last without a word.
  const types = elements.map(({ AddressType }) => AddressType);
  return new Set(types).size === types.length ? elements : document.refuse('addresses', 'must be one of each type.');
}

/** Xero's limits for the parts of a number are 20, 10 and 50 characters; what does not fit is the number itself. */
function phones(phone: string | undefined): Element[] | undefined {
  if (phone === undefined) return undefined;
  const parts = phone.trim().split(/\s+/);
  const [country, area] = parts.length > 2 ? parts : ['', ...parts];
  const fits = parts.length > 1 && (country ?? '').length <= 20 && (area ?? '').length <= 10;
  if (!fits) return [{ PhoneType: 'DEFAULT', PhoneCountryCode: '', PhoneAreaCode: '', PhoneNumber: parts.join(' ') }];
  return [{ PhoneType: 'DEFAULT', PhoneCountryCode: country, PhoneAreaCode: area, PhoneNumber: parts.slice(parts.length > 2 ? 2 : 1).join(' ') }];
}
