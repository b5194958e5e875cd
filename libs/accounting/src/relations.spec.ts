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
    { ruleId: 'accounting-bill-030', message: expect.any(String) as string, difference: -108, severity: 'error' },
    { ruleId: 'accounting-bill-032', message: expect.any(String) as string, difference: -90, severity: 'error' },
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

test('a total that was adjusted by a tenth at most is a warning, beyond it and everywhere else an error', () => {
  const found = (changes: Partial<ModelOf<'invoices'>>) => brokenRelations('invoices', { ...invoice, ...changes }).map(({ ruleId, severity }) => [ruleId, severity]);
  expect(found({ totalAmount: 108.1, totalTaxAmount: 18.1, amountDue: 100.1 })).toEqual([['accounting-invoice-030', 'warning']]);
  expect(found({ totalAmount: 107.89, totalTaxAmount: 17.89, amountDue: 99.89 })).toEqual([['accounting-invoice-030', 'error']]);
  expect(found({ amountDue: 100.01 })).toEqual([['accounting-invoice-050', 'error']]);
});

test('a price that was cut to two decimals is a warning, a wrong one an error', () => {
  const found = (unitAmount: number, subTotal: number) =>
    brokenRelations('purchaseOrders', { lineItems: [{ unitAmount, quantity: 6, subTotal, totalAmount: subTotal }], subTotal, totalAmount: subTotal })
      .map(({ ruleId, severity }) => [ruleId, severity]);
  expect(found(443.94, 2663.65)).toEqual([]);
  expect(found(443.94, 2663.67)).toEqual([['accounting-purchase-order-041', 'warning']]);
  expect(found(443.94, 2663.69)).toEqual([['accounting-purchase-order-041', 'error']]);
});

const direct: ModelOf<'directCosts'> = {
  issueDate: '2026-11-22T00:00:00', lineItems: [line], subTotal: 90, taxAmount: 18, totalAmount: 108,
  paymentAllocations: [{ payment: { id: 'c', totalAmount: 108 }, allocation: { totalAmount: 108 } }],
};

test.each(['directCosts', 'directIncomes'] as const)('%s are the sum of their lines and paid at once', (dataType) => {
  const kind = dataType === 'directCosts' ? 'direct-cost' : 'direct-income';
  expect(brokenRelations(dataType, direct)).toEqual([]);
  expect(brokenRelations(dataType, { ...direct, subTotal: 80, taxAmount: 28 })).toMatchObject([{ ruleId: `accounting-${kind}-032` }]);
  expect(brokenRelations(dataType, { ...direct, paymentAllocations: [] })).toMatchObject([{ ruleId: `accounting-${kind}-050`, difference: 108 }]);
});

test('a purchase order is the sum of its lines', () => {
  const order: ModelOf<'purchaseOrders'> = { lineItems: [line], subTotal: 90, totalTaxAmount: 18, totalAmount: 108 };
  expect(brokenRelations('purchaseOrders', order)).toEqual([]);
  expect(brokenRelations('purchaseOrders', { ...order, totalAmount: 109 })).toMatchObject([{ ruleId: 'accounting-purchase-order-001' }, { ruleId: 'accounting-purchase-order-030' }]);
});

test('a transfer within one currency arrives whole', () => {
  const transfer = (amount: number, currency: string): ModelOf<'transfers'> => ({ from: { amount: 5, currency: 'GBP' }, to: { amount, currency } });
  expect(brokenRelations('transfers', transfer(5, 'GBP'))).toEqual([]);
  expect(brokenRelations('transfers', transfer(6, 'EUR'))).toEqual([]);
  expect(brokenRelations('transfers', {})).toEqual([]);
  expect(brokenRelations('transfers', transfer(4.99, 'GBP'))).toMatchObject([{ ruleId: 'accounting-transfer-001', difference: 0.01 }]);
});

test('a movement is the sum of its lines', () => {
  expect(brokenRelations('accountTransactions', { totalAmount: -5, lines: [{ amount: -2 }, { amount: -3 }] })).toEqual([]);
  expect(brokenRelations('accountTransactions', { totalAmount: -5, lines: [{ amount: -2 }] })).toMatchObject([{ ruleId: 'accounting-account-transaction-001', difference: -3 }]);
});

test('debits and credits of a journal entry cancel out', () => {
  expect(brokenRelations('journalEntries', { journalLines: [{ netAmount: 0.1 }, { netAmount: 0.2 }, { netAmount: -0.3 }] })).toEqual([]);
  expect(brokenRelations('journalEntries', { journalLines: [{ netAmount: 0.1 }] })).toMatchObject([{ ruleId: 'accounting-journal-entry-001', difference: 0.1 }]);
});

test('a balance sheet balances, and so does every group of it', () => {
  const sheet: ModelOf<'balanceSheet'> = {
    netAssets: 3, assets: { name: 'Assets', value: 5, items: [{ name: 'Bank', value: 5, items: [{ name: 'Current account', value: 5, items: [] }] }] },
    liabilities: { name: 'Liabilities', value: 2, items: [] }, equity: { name: 'Equity', value: 3, items: [] },
  };
  const found = (changes: Partial<ModelOf<'balanceSheet'>>) => brokenRelations('balanceSheet', { ...sheet, ...changes }).map(({ ruleId, message }) => [ruleId, message]);
  expect(found({})).toEqual([]);
  expect(found({ equity: { name: 'Equity', value: 4 } })).toEqual([['accounting-balance-sheet-001', expect.any(String)]]);
  expect(found({ netAssets: 4, equity: { value: 4 } })).toEqual([['accounting-balance-sheet-002', expect.any(String)]]);
  expect(found({ assets: { name: 'Assets', value: 5, items: [{ name: 'Bank', value: 5, items: [{ value: 4 }] }] } })).toEqual([['accounting-balance-sheet-030', 'Bank is not the sum of its lines']]);
});

test('the lines of profit and loss and of cash flow add up', () => {
  const month: ModelOf<'profitAndLoss'> = {
    income: { value: 10 }, costOfSales: { value: 4 }, grossProfit: 6, expenses: { value: 5 }, netOperatingProfit: 1, otherIncome: { value: 2 }, netOtherIncome: 2, netProfit: 3,
  };
  expect(brokenRelations('profitAndLoss', month)).toEqual([]);
  expect(brokenRelations('profitAndLoss', { ...month, netProfit: 4 })).toMatchObject([{ ruleId: 'accounting-profit-and-loss-001', difference: 1 }]);
  expect(brokenRelations('cashFlowStatement', { cashReceipts: { value: 1, items: [{ value: 1 }] } })).toEqual([]);
  expect(brokenRelations('cashFlowStatement', { cashReceipts: { value: 2, items: [{ value: 1 }] } })).toMatchObject([{ ruleId: 'accounting-cash-flow-statement-030' }]);
});
