import { z } from 'zod';
import { listQuery } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const used = z.object({
  calls: z.int().meta({ description: 'Calls that were sent, refused ones included.' }),
  throttled: z.int().meta({ description: 'Of them those that the accounting software refused for a limit.' }),
  bytes: z.int().meta({ description: 'Bytes of answers that it bills: bodies as they crossed the wire, compressed. Xero does not bill `GET /Organisation`.' }),
});
const periods = {
  today: used.meta({ description: 'Since midnight (UTC).' }),
  month: used.meta({ description: 'Since the first of the month (UTC).' }),
};

export const appUsageSchema = z.object({
  appId: z.uuid().meta({ description: 'Id of your app at the accounting software, here.' }),
  integrationKey: z.string().meta({ description: 'Key of the integration: `gbol` is Xero.' }),
  tier: z.string().meta({ description: 'Name of the tier that you say the app has.' }),
  ...periods,
  connections: z.int().meta({ description: 'Linked connections.' }),
  included: z.object({
    connections: z.int().nullable().meta({ description: 'How many connections the tier allows; null without a limit.' }),
    callsPerDay: z.int().meta({ description: 'How many calls a day it allows for each organisation.' }),
    egressGiB: z.number().nullable().meta({ description: 'GiB of answers a month; null where they are not metered or the number is agreed.' }),
  }).meta({ description: 'What the tier includes.' }),
  price: z.object({
    currency: z.string().meta({ description: 'Currency of all amounts, ISO 4217.' }),
    perMonth: z.number().meta({ description: 'What the tier costs a month.' }),
    perExtraGiB: z.number().nullable().meta({ description: 'What a GiB beyond those that are included costs; null where they are not metered.' }),
    since: z.string().meta({ description: 'Day since which the price holds.' }),
    source: z.string().meta({ description: 'Where it is published. Look there for what holds today.' }),
  }).nullable().meta({ description: 'What the tier costs, without tax; null where the price is agreed or none is published.' }),
  forecast: z.object({
    calls: z.int().meta({ description: 'Calls.' }),
    bytes: z.int().meta({ description: 'Billed bytes.' }),
    connections: z.int().meta({ description: 'Linked connections at its end.' }),
    cost: z.object({
      tier: z.number().meta({ description: 'The tier itself.' }),
      extraEgress: z.number().meta({ description: 'What is read beyond what it includes; a part of a GiB counts as a part.' }),
      total: z.number().meta({ description: 'Both.' }),
    }).nullable().meta({ description: 'What the month costs at the accounting software, in the currency of `price`; null without one.' }),
    warnings: z.array(z.string()).meta({ description: 'What the tier will not suffice for, and from which day on.' }),
  }).meta({ description: 'What this month comes to if its days go on as those so far.' }),
}).meta({ description: 'What one of your apps uses of what its tier includes.' });

export const organisationUsageSchema = z.object({
  appId: z.uuid().meta({ description: 'Id of the app.' }),
  organisationId: z.string().meta({ description: 'Id of the organisation at the accounting software.' }),
  organisationName: z.string().optional().meta({ description: 'Its name, as far as it is known.' }),
  companyId: z.uuid().optional().meta({ description: 'Id of the company that was linked to it last; absent once that is deleted.' }),
  ...periods,
  callsLeftToday: z.int().meta({ description: 'How many calls the accounting software will still answer today, at least. Pulls leave a tenth of a day\'s calls to what a person waits for.' }),
  warning: z.string().optional().meta({ description: 'Why the day\'s calls will not suffice, if so.' }),
}).meta({ description: 'What one organisation has used.' });

export type AppUsage = z.output<typeof appUsageSchema>;
export type OrganisationUsage = z.output<typeof organisationUsageSchema>;

export const listUsage = operation({
  id: 'list-usage',
  method: 'GET',
  path: '/usage',
  tag: 'Usage',
  summary: 'List usage by app',
  description: 'Calls and billed bytes of each of your apps, and whether this month stays within its tier. Ledgerbridge\'s own: Codat has no such operation.',
  query: listQuery,
  success: { status: 200, description: 'A page of apps.', body: { schema: 'AppUsage', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.' },
});

export const listOrganisationUsage = operation({
  id: 'list-organisation-usage',
  method: 'GET',
  path: '/usage/organisations',
  tag: 'Usage',
  summary: 'List usage by organisation',
  description: 'Calls and billed bytes of each organisation that was asked this month, those with most calls first unless `orderBy` says otherwise.',
  query: listQuery,
  success: { status: 200, description: 'A page of organisations.', body: { schema: 'OrganisationUsage', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.' },
});

export const usageOperations = [listUsage, listOrganisationUsage];
