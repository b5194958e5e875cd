import { z } from 'zod';
import { address, phoneNumber } from './contact-details.js';
import { currency, dateTime, text } from './fields.js';
import { supplementalData } from './supplemental-data.js';

const webLink = z
  .object({
    type: z.enum(['Website', 'Social', 'Unknown']).optional().describe('Kind of page.'),
    url: text('Full address of the page.').optional(),
  })
  .describe('A page on the web.');

export const company = z
  .object({
    companyName: text('Name that the company goes by.').optional(),
    accountingPlatformRef: text('Id of the company in the accounting software.').optional(),
    companyLegalName: text('Registered name.').optional(),
    addresses: z.array(address).optional().describe('Addresses that are filled in.'),
    phoneNumbers: z.array(phoneNumber).optional().describe('Telephone numbers.'),
    webLinks: z.array(webLink).optional().describe('Pages on the web.'),
    ledgerLockDate: dateTime('The books are closed up to and including this date.').optional(),
    registrationNumber: text('Number in the register of companies.').optional(),
    taxNumber: text('Tax registration number.').optional(),
    financialYearStartDate: dateTime('First day of the current financial year.').optional(),
    baseCurrency: currency.optional(),
    sourceUrls: z.record(z.string(), z.string()).optional().describe('Pages of the company in the accounting software.'),
    createdDate: dateTime('When the books were set up, UTC.').optional(),
    supplementalData: supplementalData.optional(),
  })
  .describe('The company whose books these are.');

export type Company = z.infer<typeof company>;
