import { z } from 'zod';
import { companyId, listQuery, shortText } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { cleanName } from './company-name.js';
import { companySchema } from './company-view.js';

const name = shortText(500).transform(cleanName).refine((text) => text !== '', 'must have at least one letter or digit').meta({
  wire: { type: 'string', minLength: 1, maxLength: 500 },
  description: "Letters, digits, spaces and `- ' & @ . , ? !`. Other characters are taken out without a word.",
});

const description = shortText(2_000).meta({ description: 'Whatever you want to say about the company.' });

const tags = z
  .record(
    z.string().min(1, 'needs a name').max(100, 'has a name of more than 100 characters'),
    z.string({ error: 'must be text' }).max(100, 'must have at most 100 characters'),
    { error: 'must be an object of texts' },
  )
  .refine((map) => Object.keys(map).length <= 10, 'must be at most 10')
  .meta({ description: 'Up to 10 labels of your own, such as `{ "region": "uk" }`; values have at most 100 characters.' });

const object = { error: 'must be a JSON object' };
const written = z.object({ name, description: description.nullish(), tags: tags.nullish() }, object);
const params = z.object({ companyId });
const noSuchCompany = 'There is no such company.';

const company = { status: 200, description: 'The company.', body: companySchema } as const;

export const listCompanies = operation({
  id: 'list-companies',
  method: 'GET',
  path: '/companies',
  tag: 'Companies',
  summary: 'List companies',
  description:
    'Your companies, oldest first unless `orderBy` says otherwise. Filter by the company\'s own properties or by those of its connections: ' +
    '`dataConnections.status=Linked` finds companies of which one connection is linked, `dataConnections.status!=Linked` those of which none is.',
  query: listQuery.extend({
    tags: z.string({ error: 'must be given once, as text' }).max(2048, 'must have at most 2048 characters').optional()
      .meta({ description: 'Filter by tags: `region=uk && team!=sales`. Takes `=`, `!=` and `~` (contains), joined by `&&`.' }),
  }),
  success: { status: 200, description: 'A page of companies.', body: { schema: 'Company', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.' },
});

export const createCompany = operation({
  id: 'create-company',
  method: 'POST',
  path: '/companies',
  tag: 'Companies',
  summary: 'Create a company',
  description: 'Creates a company without connections. Send its `redirect` address to the company\'s own person to have its accounting software connected.',
  body: written,
  success: company,
  refusals: { 400: 'A field is missing or not accepted.' },
});

export const getCompany = operation({
  id: 'get-company',
  method: 'GET',
  path: '/companies/{companyId}',
  tag: 'Companies',
  summary: 'Get a company',
  description: 'One company with its connections.',
  params,
  success: company,
  refusals: { 404: noSuchCompany },
});

export const replaceCompany = operation({
  id: 'replace-company',
  method: 'PUT',
  path: '/companies/{companyId}',
  tag: 'Companies',
  summary: 'Replace a company',
  description: 'Sets name, description and tags at once. What is left out is cleared.',
  params,
  body: written,
  success: company,
  refusals: { 400: 'A field is missing or not accepted.', 404: noSuchCompany },
});

export const updateCompany = operation({
  id: 'update-company',
  method: 'PATCH',
  path: '/companies/{companyId}',
  tag: 'Companies',
  summary: 'Update a company',
  description: 'Sets those of name, description and tags that are given. What is left out or null stays as it is.',
  params,
  body: z.object({ name: name.nullish(), description: description.nullish(), tags: tags.nullish() }, object),
  success: company,
  refusals: { 400: 'A field is not accepted.', 404: noSuchCompany },
});

export const deleteCompany = operation({
  id: 'delete-company',
  method: 'DELETE',
  path: '/companies/{companyId}',
  tag: 'Companies',
  summary: 'Delete a company',
  description: 'Deletes a company, its connections (which are ended at the accounting software too) and all data that was pulled. It cannot be undone.',
  params,
  success: { status: 204, description: 'It is gone.' },
  refusals: { 404: noSuchCompany },
});

export const companyOperations = [listCompanies, createCompany, getCompany, replaceCompany, updateCompany, deleteCompany];
