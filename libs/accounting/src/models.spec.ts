import { Ajv } from 'ajv';
import { supportedDataTypes } from './data-types.js';
import { columnOf, indexedColumns } from './indexed.js';
import { componentSchemas } from './json-schema.js';
import { models } from './models.js';
import { toTree, trackingCategory } from './models/tracking-category.js';
import { queryTarget } from './properties.js';

test('every supported data type has one model', () => {
  expect(Object.keys(models).sort()).toEqual([...supportedDataTypes].sort());
});

test('dates are accepted in the forms of the wire and no other', () => {
  const { issueDate, modifiedDate } = models.invoices.schema.shape;
  expect(issueDate.safeParse('2026-11-22T00:00:00').success).toBe(true);
  expect(modifiedDate.safeParse('2026-11-22T00:00:00Z').success).toBe(true);
  expect(issueDate.safeParse('2026-11-22').success).toBe(false);
  expect(issueDate.safeParse('2026-11-22T00:00:00.123').success).toBe(false);
});

test('null is never accepted in the place of an absent property', () => {
  expect(models.customers.schema.safeParse({ status: 'Active', phone: null }).success).toBe(false);
});

test.each(supportedDataTypes)('every column of %s names a property of the model', (dataType) => {
  const paths = queryTarget(dataType).properties.map(({ path }) => path);
  const columns = Object.keys(indexedColumns(dataType, {}));
  const mapped = paths.map((path) => columnOf(dataType, path)).filter((column) => column !== null && columns.includes(column));
  expect(new Set(mapped).size).toBe(mapped.length);
});

test('columns are filled from the document', () => {
  expect(
    indexedColumns('invoices', {
      status: 'Paid', invoiceNumber: 'INV-1', customerRef: { id: 'c1' }, currency: 'GBP', issueDate: '2026-11-22T00:00:00', totalAmount: 10.5, amountDue: 0,
    }),
  ).toEqual({
    status: 'paid', number: 'inv-1', contact_id: 'c1', currency: 'gbp', issued_on: '2026-11-22T00:00:00', due_on: null, total: 10.5, amount_due: 0, settled_on: '-infinity',
  });
  expect(columnOf('invoices', 'customerRef.id')).toBe('contact_id');
  expect(columnOf('creditNotes', 'remainingCredit')).toBe('amount_due');
  expect(columnOf('bills', 'metadata.isDeleted')).toBe('is_deleted');
  expect(columnOf('bills', 'note')).toBeNull();
  expect(columnOf('bills', 'constructor')).toBeNull();
});

test('documents know when something was allocated to them last, other records do not', () => {
  const paymentAllocations = [
    { payment: { paidOnDate: '2026-11-20T00:00:00' }, allocation: {} },
    { payment: { paidOnDate: '2026-12-31T00:00:00' }, allocation: { allocatedOnDate: '2026-11-21T00:00:00' } },
  ];
  expect(indexedColumns('bills', { paymentAllocations }).settled_on).toBe('2026-11-21');
  expect(indexedColumns('directCosts', { paymentAllocations }).settled_on).toBeNull();
});

test('what lies inside arrays cannot be queried', () => {
  const paths = queryTarget('invoices').properties.map(({ path }) => path);
  expect(paths).toContain('customerRef.companyName');
  expect(paths.filter((path) => path.startsWith('lineItems') || path.startsWith('paymentAllocations'))).toEqual([]);
});

test('the schemas of the API description compile and accept a document', () => {
  const ajv = new Ajv({ strict: false });
  for (const [name, schema] of Object.entries(componentSchemas())) ajv.addSchema({ ...schema, $id: `#/components/schemas/${name}` });
  for (const name of Object.keys(componentSchemas())) expect(ajv.getSchema(`#/components/schemas/${name}`)).toBeDefined();
  const isTree = ajv.getSchema('#/components/schemas/TrackingCategoryTree')!;
  expect(isTree({ id: 'a', subCategories: [{ id: 'b', hasChildren: false }] })).toBe(true);
  expect(isTree({ id: 'a', subCategories: [{ id: 5 }] })).toBe(false);
});

test('a tree holds everything below a row, and a circle ends', () => {
  const rows = [{ id: 'a' }, { id: 'b', parentId: 'a' }, { id: 'c', parentId: 'b' }, { id: 'd', parentId: 'x' }].map((row) => trackingCategory.parse(row));
  expect(toTree(rows[0], rows)).toEqual({
    id: 'a',
    subCategories: [{ id: 'b', parentId: 'a', subCategories: [{ id: 'c', parentId: 'b', subCategories: [] }] }],
  });
  const circle = [{ id: 'a', parentId: 'b' }, { id: 'b', parentId: 'a' }];
  expect(toTree(circle[0], circle).subCategories).toEqual([{ id: 'b', parentId: 'a', subCategories: [] }]);
});
