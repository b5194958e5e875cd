import { z } from 'zod';
import { companyId } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const tag = 'Company access';
const params = z.object({ companyId });
const noSuchCompany = { 404: 'There is no such company.' };
const mostOrigins = 100;
const accepted = 'must be an origin such as https://app.example.com, with no path';

/** As a browser writes it: a default port and the case of the host make no difference. */
function originOf(text: string): string | undefined {
  const bare = /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(text);
  return bare && URL.canParse(text) ? new URL(text).origin : undefined;
}

const origin = z.string({ error: accepted }).max(300, 'must have at most 300 characters')
  .transform(originOf).refine((text) => text !== undefined, accepted)
  .meta({ wire: { type: 'string', format: 'uri' }, description: 'An origin: scheme, host and port.' });

export const originsSchema = z.object({
  allowedOrigins: z.array(origin, { error: 'must be a list of origins' }).max(mostOrigins, `must be at most ${mostOrigins}`)
    .transform((origins) => [...new Set(origins)].sort())
    .meta({ wire: { type: 'array', items: { type: 'string', format: 'uri' }, maxItems: mostOrigins }, description: `Origins of your pages, at most ${mostOrigins}.` }),
}, { error: 'must be a JSON object' }).meta({ description: 'Whose pages may call the API with company access tokens.' });

export const accessTokenSchema = z.object({
  accessToken: z.string().meta({ description: 'The token, to be sent as `Authorization: Bearer …`.' }),
  expiresIn: z.int().meta({ description: 'After how many seconds it ends: 86400, a day.' }),
  tokenType: z.string().meta({ description: 'Always `Bearer`.' }),
}).meta({ description: 'A token for the browser of one company\'s own person.' });

export const managementTokenSchema = z.object({
  accessToken: z.string().meta({ description: 'The token, as it is described for a company access token.' }),
}).meta({ description: 'A company access token for pages that manage connections.' });

export const getAccessToken = operation({
  id: 'get-company-access-token', method: 'GET', path: '/companies/{companyId}/accessToken', tag,
  summary: 'Get a company access token',
  description: 'A token for a page in the browser of the company\'s own person, see **In your customers\' browsers**. It ends after a day and cannot be taken back before.',
  params,
  success: { status: 200, description: 'The token.', body: accessTokenSchema },
  refusals: noSuchCompany,
});

export const getManagementToken = operation({
  id: 'get-connection-management-access-token', method: 'GET', path: '/companies/{companyId}/connectionManagement/accessToken', tag,
  summary: 'Get a token for managing connections',
  description: 'The same token under the address that older clients ask.',
  params,
  success: { status: 200, description: 'The token.', body: managementTokenSchema },
  refusals: noSuchCompany,
});

const origins = { status: 200, description: 'The origins.', body: originsSchema } as const;
const older = 'The same under the address that older clients ask.';

export const getOrigins = operation({
  id: 'get-cors-settings', method: 'GET', path: '/corsSettings', tag,
  summary: 'Get allowed origins',
  description: 'Whose pages may call the API with company access tokens.',
  success: origins,
});

export const setOrigins = operation({
  id: 'set-cors-settings', method: 'POST', path: '/corsSettings', tag,
  summary: 'Set allowed origins',
  description: 'Sets whose pages may call the API with company access tokens, in place of those before. It counts from the next request on.',
  body: originsSchema,
  success: origins,
  refusals: { 400: 'An origin is not accepted.' },
});

export const getManagementOrigins = operation({ ...getOrigins, id: 'get-connection-management-cors-settings', path: '/connectionManagement/corsSettings', description: older });

export const setManagementOrigins = operation({ ...setOrigins, id: 'set-connection-management-cors-settings', path: '/connectionManagement/corsSettings', description: older });

export const companyAccessOperations = [getAccessToken, getManagementToken, getOrigins, setOrigins, getManagementOrigins, setManagementOrigins];
