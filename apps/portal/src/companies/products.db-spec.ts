import { usePortalApi } from '#test/portal-api';

const api = usePortalApi();

test('products are added and removed once each, which is told', async () => {
  const operator = await api.addOperator();
  const { body: { id } } = await operator.call('POST', '/companies', { name: 'A' });
  const products = async () => (await operator.call('GET', `/companies/${id}`)).body.products;
  const at = (product: string) => `/companies/${id}/products/${product}`;
  for (const product of ['lending', 'payables-v2', 'lending']) expect((await operator.call('PUT', at(product))).status).toBe(204);
  expect(await products()).toEqual(['lending', 'payables-v2']);
  expect((await operator.call('POST', `${at('lending')}/refresh`, {})).status).toBe(202);
  expect((await operator.call('POST', `${at('other')}/refresh`, {})).status).toBe(404);
  expect((await operator.call('POST', `${at('lending')}/refresh`, { dataTypes: ['nothing'] })).status).toBe(400);
  expect([(await operator.call('DELETE', at('lending'))).status, (await operator.call('DELETE', at('lending'))).status]).toEqual([204, 404]);
  expect(await products()).toEqual(['payables-v2']);
  const { rows } = await api.database.tenants.sql(operator.operatorId, (client) => client.query(
    `select type, subject -> 'product' as product from event where operator_id = $1 and type like 'company.product.%' order by id`, [operator.operatorId]));
  expect(rows).toEqual([
    { type: 'company.product.added', product: { productId: 'lending', productName: 'lending', products: ['lending'] } },
    { type: 'company.product.added', product: { productId: 'payables-v2', productName: 'payables-v2', products: ['lending', 'payables-v2'] } },
    { type: 'company.product.removed', product: { productId: 'lending', productName: 'lending', products: ['payables-v2'] } },
  ]);
});

test('a company has at most 50 products', async () => {
  const operator = await api.addOperator();
  const { body: { id } } = await operator.call('POST', '/companies', { name: 'A' });
  for (let count = 0; count < 50; count += 1) await operator.call('PUT', `/companies/${id}/products/p${count}`);
  expect((await operator.call('PUT', `/companies/${id}/products/one-more`)).status).toBe(409);
});
