import { dataTypes } from '#accounting/data-types';
import { z } from 'zod';
import { companyId } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const tag = 'Companies';
const params = z.object({
  companyId,
  productIdentifier: z.string().regex(/^[\w.-]{1,100}$/, 'No product was found with ID {id}')
    .meta({ wire: { type: 'string', maxLength: 100 }, description: 'Your own name of the product: letters, digits, `-`, `_` and `.`.' }),
});
const noSuchCompany = 'There is no such company.';

export const addProduct = operation({
  id: 'add-product', method: 'PUT', path: '/companies/{companyId}/products/{productIdentifier}', tag, params,
  summary: 'Add a product to a company',
  description: 'Notes that a company uses one of your products. Any name will do; one that is there already stays. Webhook consumers are told by `company.product.added`.',
  success: { status: 204, description: 'It is there.' },
  refusals: { 404: noSuchCompany, 409: 'The company has 50 products already.' },
});

export const removeProduct = operation({
  id: 'remove-product', method: 'DELETE', path: '/companies/{companyId}/products/{productIdentifier}', tag, params,
  summary: 'Remove a product from a company',
  description: 'The other way round; its data stays. Webhook consumers are told by `company.product.removed`.',
  success: { status: 204, description: 'It is gone.' },
  refusals: { 404: 'There is no such company, or it has no such product.' },
});

export const refreshProductData = operation({
  id: 'refresh-product-data', method: 'POST', path: '/companies/{companyId}/products/{productIdentifier}/refresh', tag, params,
  summary: 'Refresh data for a product',
  description: 'Queues a pull of the given data types, or of all that the sync settings fetch on the first link.',
  body: z.object({
    dataTypes: z.array(z.enum(dataTypes, { error: 'is not a data type' }), { error: 'must be a list of data types' }).max(100, 'must be at most 100').nullish()
      .meta({ description: 'Which data to pull; everything when left out.' }),
  }, { error: 'must be a JSON object' }).nullish(),
  success: { status: 202, description: 'The pulls are queued.' },
  refusals: { 400: 'A data type is not accepted.', 404: 'There is no such company, product or linked connection.', 409: 'A data type is being pulled already.' },
});

export const productOperations = [addProduct, removeProduct, refreshProductData];
