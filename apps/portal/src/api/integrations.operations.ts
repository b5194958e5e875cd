import { dataTypes } from '#accounting/data-types';
import { z } from 'zod';
import { listQuery } from './inputs.js';
import { operation } from './operation.js';

const dataType = z.enum(dataTypes);

const feature = z.object({
  dataType: dataType.meta({ description: 'The data type.' }),
  datatype: dataType.meta({ description: 'The same under the name that older clients read.' }),
  supportedFeatures: z.array(z.object({
    featureType: z.enum(['Get', 'Post', 'Put', 'Delete', 'Categorization', 'GetAsPdf', 'DownloadAttachment', 'GetAttachment', 'GetAttachments', 'UploadAttachment'])
      .meta({ description: 'What can be done: Get is reading its records, GetAsPdf the print of one; GetAttachments, GetAttachment and DownloadAttachment are listing and reading the files that hang on it; Post, Put, Delete and UploadAttachment are writing.' }),
    featureState: z.enum(['Release', 'Alpha', 'Beta', 'Deprecated', 'NotSupported', 'NotImplemented']).meta({ description: 'How far it is.' }),
  })).meta({ description: 'What can be done with it.' }),
});

export const integrationSchema = z.object({
  key: z.string().meta({ description: 'Key of the integration: `gbol` is Xero.' }),
  name: z.string().meta({ description: 'Name of the accounting software.' }),
  logoUrl: z.string().meta({ description: 'Its logo.' }),
  enabled: z.boolean().meta({ description: 'Whether you enabled it: only then can companies link it.' }),
  integrationId: z.uuid().meta({ description: 'Id of the integration.' }),
  sourceId: z.uuid().meta({ description: 'Id of the kind of source.' }),
  sourceType: z.enum(['Accounting', 'Banking', 'BankFeed', 'Commerce', 'Expense', 'Other', 'Unknown']).meta({ description: 'What kind of software it is.' }),
  isOfflineConnector: z.boolean().meta({ description: 'Whether it runs on a company\'s own computer.' }),
  isBeta: z.boolean().meta({ description: 'Whether it is still being tried.' }),
  datatypeFeatures: z.array(feature).meta({ description: 'What can be done with which data type.' }),
  linkedConnectionsCount: z.int().meta({ description: 'How many of your connections to it are linked.' }),
  totalConnectionsCount: z.int().meta({ description: 'How many connections to it you have.' }),
}).meta({ description: 'An accounting software that companies can connect.' });

export type IntegrationView = z.output<typeof integrationSchema>;

export const listIntegrations = operation({
  id: 'list-integrations',
  forCompanies: true,
  method: 'GET',
  path: '/integrations',
  tag: 'Integrations',
  summary: 'List integrations',
  description: 'Every accounting software that can be connected. `sourceType=Accounting && enabled=true` finds those that you offer.',
  query: listQuery,
  success: { status: 200, description: 'A page of integrations.', body: { schema: 'Integration', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.' },
});

export const getIntegration = operation({
  id: 'get-integration',
  forCompanies: true,
  method: 'GET',
  path: '/integrations/{platformKey}',
  tag: 'Integrations',
  summary: 'Get an integration',
  description: 'One accounting software by its key.',
  params: z.object({ platformKey: z.string().meta({ description: 'Key of the integration, such as `gbol`.' }) }),
  success: { status: 200, description: 'The integration.', body: integrationSchema },
  refusals: { 404: 'There is no integration with this key.' },
});

const shown = (what: string) => z.object({
  image: z.object({
    src: z.string().meta({ description: 'Address of the image.' }),
    alt: z.string().meta({ description: 'What to say to whoever cannot see it.' }),
  }).meta({ description: 'The image.' }),
}).meta({ description: what });

export const brandingSchema = z.object({
  logo: z.object({ full: shown('The logo with its name.'), square: shown('The logo in a square.') }).meta({ description: 'The logo of the software.' }),
  sourceId: z.uuid().meta({ description: 'Id of the kind of source.' }),
}).meta({ description: 'Images of an accounting software, for link pages of your own.' });

export type BrandingView = z.output<typeof brandingSchema>;

export const getBranding = operation({
  id: 'get-integration-branding',
  forCompanies: true,
  method: 'GET',
  path: '/integrations/{platformKey}/branding',
  tag: 'Integrations',
  summary: 'Get the branding of an integration',
  description: 'Images of an accounting software, for link pages of your own. There are none of buttons.',
  params: getIntegration.params,
  success: { status: 200, description: 'The images.', body: brandingSchema },
  refusals: { 404: 'There is no integration with this key.' },
});

export const integrationOperations = [listIntegrations, getIntegration, getBranding];
