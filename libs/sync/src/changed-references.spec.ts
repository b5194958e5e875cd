import type { SupportedDataType } from '#accounting/data-types';
import type { TouchedRecord } from '#records/record-to-write';
import { scopesOf } from './changed-references.js';

const touched = (dataType: SupportedDataType, sourceId: string, document: object = {}, before: object | null = null): TouchedRecord => ({ dataType, sourceId, document, before, gone: false });
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

  it('is nothing when only that changed which no mapping sees', () => {
    const account = { id: 'a', name: 'Sales', nominalCode: '200', status: 'Active', currentBalance: 1 };
    const contact = { id: 'c', customerName: 'Ann', emailAddress: 'a@example.com' };
    const payment = { id: 'p', accountRef: { id: 'a' }, lines: [{ links: [{ id: 'i1' }] }] };
    const unseen = [
      touched('chartOfAccounts', 'a', { ...account, currentBalance: 2 }, account),
      touched('customers', 'c', { ...contact, emailAddress: 'b@example.com' }, contact),
      touched('payments', 'p', { ...payment, note: 'x' }, payment),
    ];
    expect(scopesOf(dependents, unseen)).toEqual([]);
    expect(scopesOf(dependents, [touched('customers', 'c', { ...contact, customerName: 'Anna' }, contact)])).toEqual([{ dataTypes: dependents, contacts: ['c'] }]);
    for (const change of [{ name: 'Sale' }, { nominalCode: '201' }, { nominalCode: undefined }, { status: 'Archived' }]) {
      expect(scopesOf(dependents, [...unseen, touched('chartOfAccounts', 'a', { ...account, ...change }, account)])).toEqual([{ dataTypes: dependents }]);
    }
  });

  it('is nothing when nothing depends on it', () => {
    expect(scopesOf([], [touched('taxRates', 't')])).toEqual([]);
    expect(scopesOf(dependents, [touched('invoices', 'i')])).toEqual([]);
  });
});
