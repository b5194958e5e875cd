import type { SupportedDataType } from '#accounting/data-types';
import type { TouchedRecord } from '#records/record-to-write';
import { scopesOf } from './changed-references.js';

const touched = (dataType: SupportedDataType, sourceId: string, document: object = {}): TouchedRecord => ({ dataType, sourceId, document });
const dependents = ['bills', 'invoices'] as const;

describe('scopesOf', () => {
  it('is every dependent document when a short list changed', () => {
    expect(scopesOf(dependents, [touched('taxRates', 't'), touched('customers', 'c')])).toEqual([{ dataTypes: dependents }]);
  });

  it('is the documents of the contacts that changed', () => {
    expect(scopesOf(dependents, [touched('customers', 'c1'), touched('suppliers', 'c1'), touched('suppliers', 'c2')]))
      .toEqual([{ dataTypes: dependents, contacts: ['c1', 'c2'] }]);
  });

  it('is the documents that a payment pays', () => {
    const payment = { lines: [{ links: [{ id: 'i1' }, { id: 'i2' }] }, { links: [{ type: 'Unlinked' }] }, {}] };
    expect(scopesOf(dependents, [touched('payments', 'p', payment)])).toEqual([{ dataTypes: dependents, records: ['i1', 'i2'] }]);
  });

  it('is nothing when nothing depends on it', () => {
    expect(scopesOf([], [touched('taxRates', 't')])).toEqual([]);
    expect(scopesOf(dependents, [touched('invoices', 'i')])).toEqual([]);
  });
});
