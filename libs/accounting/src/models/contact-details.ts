import { z } from 'zod';
import { dateTime, text } from './fields.js';

export const address = z
  .object({
    type: z.enum(['Unknown', 'Billing', 'Delivery']).describe('What the address is for.'),
    line1: text('First line.').optional(),
    line2: text('Second line.').optional(),
    city: text('Town or city.').optional(),
    region: text('County, state or province.').optional(),
    country: text('Country as it was written.').optional(),
    postalCode: text('Postal code.').optional(),
  })
  .describe('A postal address. Parts that are blank in the source are left out.');

export const phoneNumber = z
  .object({
    number: text('Number as it was written, country and area code first.'),
    type: z.enum(['Primary', 'Landline', 'Mobile', 'Fax', 'Unknown']).describe('Kind of line.'),
  })
  .describe('A telephone number.');

export const contactPerson = z
  .object({
    name: text('Given and family name.').optional(),
    email: text('E-mail address.').optional(),
    phone: z.array(phoneNumber).optional().describe('Telephone numbers.'),
    address: address.optional(),
    status: z.enum(['Unknown', 'Active', 'Archived']).describe('Whether the person is still in use.'),
    modifiedDate: dateTime('When the person was last changed.').optional(),
  })
  .describe('A person to talk to at the customer.');

/** What customers and suppliers have in common. */
export const partyFields = {
  contactName: text('Main person to talk to.').optional(),
  emailAddress: text('E-mail address; empty when the source says that it is empty.').optional(),
  phone: text('Main telephone number.').optional(),
  addresses: z.array(address).optional().describe('Addresses that are filled in.'),
  registrationNumber: text('Number in the register of companies.').optional(),
  taxNumber: text('Tax registration number.').optional(),
  status: z.enum(['Unknown', 'Active', 'Archived']).describe('Whether the contact is still in use.'),
};

export type Address = z.infer<typeof address>;
export type PhoneNumber = z.infer<typeof phoneNumber>;
export type ContactPerson = z.infer<typeof contactPerson>;
