import { models } from './models.js';
import { supportedDataTypes } from './data-types.js';
import { cellOf, tableOf } from './table-columns.js';

describe('tables of documents', () => {
  it('give scalars a column each, objects theirs, and lists of objects a table', () => {
    const { columns, lists } = tableOf(models.invoices.schema);
    expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['id', 'customerRef.id', 'totalAmount', 'metadata.isDeleted', 'supplementalData.content']));
    expect(lists.map(({ name }) => name)).toEqual(expect.arrayContaining(['lineItems', 'paymentAllocations']));
    expect(lists.find(({ name }) => name === 'lineItems')!.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['unitAmount', 'accountRef.id', 'taxRateRef.name']));
  });

  it.each(supportedDataTypes)('exist for %s, without a name twice', (dataType) => {
    const { columns, lists } = tableOf(models[dataType].schema);
    for (const each of [columns, ...lists.map((list) => list.columns)]) expect(new Set(each.map(({ name }) => name)).size).toBe(each.length);
    expect(columns.length).toBeGreaterThan(0);
  });

  it('write what has no columns of its own as JSON', () => {
    const column = tableOf(models.balanceSheet.schema).columns.find(({ type }) => type === 'json')!;
    const report = { name: 'Assets', value: 1.5, items: [{ name: 'Bank', value: 1.5 }] };
    const document = column.path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), report);
    expect(cellOf(document, column)).toBe(JSON.stringify(report));
  });
});
