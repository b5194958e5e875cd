import { Dice } from './dice.js';
import { cities, firstNames, lastNames, ordinaryName, unusualNames } from './names.js';
import { Kind } from './record-ids.js';

export interface Address {
  lines: readonly string[];
  city?: string;
  region?: string;
  postalCode?: string;
  country?: string;
  attentionTo?: string;
}

export interface Contact {
  index: number;
  name: string;
  archived: boolean;
  isCustomer: boolean;
  isSupplier: boolean;
  firstName?: string;
  lastName?: string;
  /** '' and absence are different answers of Xero, and both occur. */
  email?: string;
  taxNumber?: string;
  companyNumber?: string;
  accountNumber?: string;
  contactNumber?: string;
  currency?: string;
  bankDetails?: string;
  /** Blank phones are sent with empty texts on records made by the API, without any on records made by hand. */
  blankPhones: 'absent' | 'empty';
  phone?: { country: string; area: string; number: string };
  mobile?: string;
  postal?: Address;
  street?: Address;
  /** By their types, where a caller of the API gave them: they come before the two above. */
  phones?: Readonly<Record<string, { country: string; area: string; number: string }>>;
  /** Fields that come back as a caller sent them. */
  kept?: Readonly<Record<string, unknown>>;
  persons: readonly { first: string; last: string; email: string; included: boolean }[];
}

/** Contact number `index` as first written, before any edit. */
export function drawContact(seed: number, index: number, foreign: readonly string[]): Contact {
  const dice = new Dice(seed, Kind.contact, index);
  const person = dice.chance(450);
  const first = person ? dice.pick(firstNames) : undefined;
  const last = person && dice.chance(900) ? dice.pick(lastNames) : undefined;
  const contact: Contact = {
    index,
    name: contactName(seed, index),
    archived: isArchived(index),
    isCustomer: isCustomer(index),
    isSupplier: isSupplier(index),
    blankPhones: dice.chance(500) ? 'absent' : 'empty',
    persons: dice.chance(200) ? Array.from({ length: dice.between(1, 5) }, () => personOf(dice)) : [],
  };
  if (first) contact.firstName = first;
  if (last) contact.lastName = last;
  const mail = dice.below(10);
  if (mail < 6) contact.email = `accounts+${index}@${mail < 5 ? 'example.com' : 'exämple.example'}`;
  else if (mail < 8) contact.email = '';
  if (dice.chance(400)) contact.taxNumber = `GB${dice.between(100_000_000, 999_999_999)}`;
  if (dice.chance(200)) contact.companyNumber = String(dice.between(1_000_000, 9_999_999)).padStart(8, '0');
  if (dice.chance(300)) contact.accountNumber = `AC-${index}`;
  if (dice.chance(100)) contact.contactNumber = `EXT:${index}`;
  if (dice.chance(250)) contact.currency = dice.pick(foreign);
  if (dice.chance(300)) contact.bankDetails = dice.chance(500) ? '' : `20-00-00 ${dice.between(10_000_000, 99_999_999)}`;
  if (dice.chance(550)) contact.phone = { country: dice.pick(['', '44', '+1', '0064']), area: dice.pick(['', '20', '(0)131', '9']), number: dice.pick(['7946 0000', '5550199', '555-0100 ext. 5']) };
  if (dice.chance(250)) contact.mobile = `07700 900${dice.between(100, 999)}`;
  if (dice.chance(600)) contact.postal = addressOf(dice);
  if (dice.chance(300)) contact.street = addressOf(dice);
  return contact;
}

/** Unusual names come early, so that small books have most of them too. */
export function contactName(seed: number, index: number): string {
  const third = Math.floor(index / 3);
  const unusual = index % 3 === 1 && third < unusualNames.length ? unusualNames[third] : undefined;
  return unusual ?? ordinaryName(index, seed % 32_000);
}

/** Roles follow from the index, so that a document can pick a contact of its side without a search. */
export function isCustomer(index: number): boolean {
  return index % 5 !== 4;
}

/** One contact in seventeen is archived, though documents still name it. */
export function isArchived(index: number): boolean {
  return index % 17 === 16;
}

export function isSupplier(index: number): boolean {
  return index % 5 >= 3;
}

function personOf(dice: Dice): Contact['persons'][number] {
  const first = dice.pick(firstNames);
  const last = dice.pick(lastNames);
  return { first, last, email: dice.chance(800) ? `person${dice.below(1000)}@example.com` : '', included: dice.chance(500) };
}

function addressOf(dice: Dice): Address {
  const address: Address = { lines: [`${dice.between(1, 240)} ${dice.pick(['High Street', 'Rue de l’Église', 'Hauptstraße', 'نهج الحرية'])}`] };
  if (dice.chance(300)) address.lines = [...address.lines, 'Unit 4\nRear Entrance'];
  if (dice.chance(850)) address.city = dice.pick(cities);
  if (dice.chance(400)) address.region = dice.chance(500) ? '' : 'West';
  if (dice.chance(800)) address.postalCode = dice.pick(['LS1 4AP', 'BS8 1TH', '8001', '94-104', 'EC1A 1BB']);
  if (dice.chance(500)) address.country = dice.pick(['United Kingdom', 'UK', 'Österreich', '']);
  if (dice.chance(200)) address.attentionTo = dice.chance(500) ? '' : 'Accounts';
  return address;
}
