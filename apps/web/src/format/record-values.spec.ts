import { firstOrder, recordColumns } from './record-columns.js';
import { shownDataTypes } from './data-types.js';
import { isDeletedRecord, recordValue } from './record-values.js';

describe('values of records', () => {
  test('are found inside nested objects', () => {
    const column = { label: 'Customer', property: 'customerRef.companyName', kind: 'text' } as const;
    expect(recordValue({ customerRef: { companyName: '<b>=1+1' } }, column)).toBe('<b>=1+1');
    expect(recordValue({ customerRef: null }, column)).toBe('—');
  });

  test('amounts are shown as stored, with at least two places and never rounded to them', () => {
    const column = { label: 'Total', property: 'total', kind: 'amount' } as const;
    expect(recordValue({ total: 5 }, column)).toBe((5).toLocaleString(undefined, { minimumFractionDigits: 2 }));
    expect(recordValue({ total: 0.3333333333 }, column)).toMatch(/3333333333$/);
    expect(recordValue({ total: 0 }, column)).not.toBe('—');
  });

  test('only the flag of the metadata marks a record as deleted', () => {
    expect(isDeletedRecord({ metadata: { isDeleted: true } })).toBe(true);
    expect(isDeletedRecord({ metadata: { isDeleted: false }, isDeleted: true })).toBe(false);
  });

  test('every data type that is offered has columns of its own', () => {
    expect(Object.keys(recordColumns).sort()).toEqual([...shownDataTypes].sort());
  });

  test('documents come newest first, and what has no date in the order of the API', () => {
    expect(['invoices', 'bills', 'payments', 'customers', 'unheardOf'].map(firstOrder)).toEqual(['-issueDate', '-issueDate', '-date', '', '']);
  });
});
