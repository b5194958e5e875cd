import type { ContactPerson } from '#accounting/models/contact-details';
import type { Customer } from '#accounting/models/customer';
import type { Supplier } from '#accounting/models/supplier';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { currencyCode, each, filled, instantOf, requiredText, text } from '../native.js';
import { personName, readAddresses, readPhones } from './contact-details.js';

/*
 * Every contact is served as customer and as supplier under one id, whatever Xero's flags say: they only tell whether
 * it was used as one so far, and change without a date of change.
 */

export function readCustomer(native: NativeRecord): Mapped<Customer> {
  const { name, ...common } = readCommon(native);
  return { deleted: false, document: { ...common, customerName: name, contacts: readPersons(native) } };
}

export function readSupplier(native: NativeRecord): Mapped<Supplier> {
  const { name, ...common } = readCommon(native);
  return { deleted: false, document: { ...common, supplierName: name } };
}

function readCommon(native: NativeRecord) {
  return {
    id: requiredText(native, 'ContactID'),
    name: text(native, 'Name'),
    contactName: personName(native),
    emailAddress: text(native, 'EmailAddress'),
    phone: readPhones(native).find(({ type }) => type === 'Primary')?.number,
    addresses: readAddresses(native),
    registrationNumber: text(native, 'CompanyNumber'),
    taxNumber: text(native, 'TaxNumber'),
    status: statusOf(native),
    defaultCurrency: currencyCode(native, 'DefaultCurrency'),
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
  };
}

function statusOf(native: NativeRecord): Customer['status'] {
  switch (text(native, 'ContactStatus')) {
    case 'ACTIVE':
      return 'Active';
    // A contact under a request for erasure can no longer be used either.
    case 'GDPRREQUEST':
    case 'ARCHIVED':
      return 'Archived';
    default:
      return 'Unknown';
  }
}

function readPersons(native: NativeRecord): ContactPerson[] {
  return each(native, 'ContactPersons', (person) => ({
    name: personName(person),
    email: filled(person, 'EmailAddress'),
    status: 'Active' as const,
  }));
}
