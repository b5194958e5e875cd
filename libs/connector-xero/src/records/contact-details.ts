import type { Address, PhoneNumber } from '#accounting/models/contact-details';
import type { NativeRecord } from '#connector-kit/connector';
import { each, filled, text } from '../native.js';

const addressTypes: ReadonlyMap<string | undefined, Address['type']> = new Map([
  ['POBOX', 'Billing'],
  ['STREET', 'Delivery'],
  ['DELIVERY', 'Delivery'],
]);

/** Xero sends a shell for every kind of address, filled or not: blank ones are dropped. */
export function readAddresses(native: NativeRecord): Address[] {
  const addresses = each(native, 'Addresses', (address): Address => {
    const furtherLines = ['AddressLine2', 'AddressLine3', 'AddressLine4'].flatMap((field) => filled(address, field) ?? []);
    return {
      type: addressTypes.get(text(address, 'AddressType')) ?? 'Unknown',
      line1: filled(address, 'AddressLine1'),
      line2: furtherLines.length === 0 ? undefined : furtherLines.join(', '),
      city: filled(address, 'City'),
      region: filled(address, 'Region'),
      country: filled(address, 'Country'),
      postalCode: filled(address, 'PostalCode'),
    };
  });
  return addresses.filter(({ type: _type, ...parts }) => Object.values(parts).some((part) => part !== undefined));
}

const phoneTypes: ReadonlyMap<string | undefined, PhoneNumber['type']> = new Map([
  ['DEFAULT', 'Primary'],
  ['DDI', 'Landline'],
  ['OFFICE', 'Landline'],
  ['MOBILE', 'Mobile'],
  ['FAX', 'Fax'],
]);

/** Xero splits a number in country, area and the rest, each of them often empty. */
export function readPhones(native: NativeRecord): PhoneNumber[] {
  const phones = each(native, 'Phones', (phone): PhoneNumber => {
    const parts = ['PhoneCountryCode', 'PhoneAreaCode', 'PhoneNumber'].flatMap((field) => filled(phone, field) ?? []);
    return { number: parts.join(' '), type: phoneTypes.get(text(phone, 'PhoneType')) ?? 'Unknown' };
  });
  return phones.filter(({ number }) => number !== '');
}

/** First and last name of a person; undefined when both are blank. */
export function personName(native: NativeRecord): string | undefined {
  const names = [filled(native, 'FirstName'), filled(native, 'LastName')].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : names.join(' ');
}
