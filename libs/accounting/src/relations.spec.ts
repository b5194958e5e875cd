import type { ModelOf } from './models.js';
import { brokenRelations } from './relations.js';

const line = { unitAmount: 33.3333, quantity: 3, discountAmount: 10, subTotal: 90, taxAmount: 18, totalAmount: 108 };
const settled = { payment: { id: 'p', totalAmount: 8 }, allocation: { totalAmount: -8 } };
const invoice: ModelOf<'invoices'> = {
  issueDate: '2026-11-22T00:00:00', lineItems: [line], paymentAllocations: [settled], subTotal: 90, totalTaxAmount: 18, totalAmount: 108, amountDue: 100, status: 'PartiallyPaid',
};
const rules = (changes: Partial<ModelOf<'invoices'>>) => brokenRelations('invoices', { ...invoice, ...changes }).map(({ ruleId }) => ruleId);

test('a sound document breaks none', () => {
  expect(rules({})).toEqual([]);
});

test.each<[Partial<ModelOf<'invoices'>>, string[]]>([
  [{ totalAmount: 108.01, amountDue: 100.01 }, ['accounting-invoice-001', 'accounting-invoice-030']],
  [{ subTotal: 89.99, totalTaxAmount: 18.01 }, ['accounting-invoice-032']],
  [{ lineItems: [{ ...line, taxAmount: 17.99 }] }, ['accounting-invoice-040']],
  [{ lineItems: [{ ...line, discountAmount: 9.98 }] }, ['accounting-invoice-041']],
  [{ amountDue: 99.99 }, ['accounting-invoice-050']],
  [{ amountDue: 0, status: 'Void' }, []],
  [{ lineItems: [] }, []],
])('%j breaks %j', (changes, expected) => {
  expect(rules(changes)).toEqual(expected);
});

test('a bill has the rule numbers of bills, and says by how much', () => {
  const bill: ModelOf<'bills'> = { ...invoice, status: 'PartiallyPaid', subTotal: 90, taxAmount: 18, lineItems: [{ ...line, totalAmount: 108 }, { ...line, totalAmount: 108 }] };
  expect(brokenRelations('bills', bill)).toEqual([
    { ruleId: 'accounting-bill-030', message: expect.any(String) as string, difference: -108 },
    { ruleId: 'accounting-bill-032', message: expect.any(String) as string, difference: -90 },
  ]);
});

test('what is left of a credit note is its total less what was used', () => {
  const note: ModelOf<'creditNotes'> = {
    totalAmount: 108, subTotal: 90, totalTaxAmount: 18, totalDiscount: 0, discountPercentage: 0, status: 'PartiallyPaid', remainingCredit: 100,
    paymentAllocations: [{ payment: { id: 'n' }, allocation: { totalAmount: 8 } }],
  };
  expect(brokenRelations('creditNotes', note)).toEqual([]);
  expect(brokenRelations('creditNotes', { ...note, remainingCredit: 108 })).toMatchObject([{ ruleId: 'accounting-credit-note-050', difference: 8 }]);
});

test('a payment is the sum of its lines, and each line is cancelled out by its links', () => {
  const payment: ModelOf<'payments'> = { date: '2026-11-22T00:00:00', totalAmount: 5, lines: [{ amount: 5, links: [{ type: 'Invoice', amount: -5 }] }] };
  expect(brokenRelations('payments', payment)).toEqual([]);
  expect(brokenRelations('payments', { ...payment, totalAmount: 6 })).toMatchObject([{ ruleId: 'accounting-payment-001' }]);
  expect(brokenRelations('payments', { ...payment, lines: [{ amount: 5, links: [] }] })).toMatchObject([{ ruleId: 'accounting-payment-002' }]);
});

test('other data types have no relations of their own', () => {
  expect(brokenRelations('customers', { status: 'Active' })).toEqual([]);
});
