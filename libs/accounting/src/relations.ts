import type { SupportedDataType } from './data-types.js';
import type { ReportLine } from './models/financial-statements.js';
import type { ModelOf } from './models.js';
import { multiply, round, subtract, sum } from './money.js';

/** A relation that a document should keep and does not. It is reported and never repaired: the source's figures count. */
export interface Finding {
  /** Stable; the ones for totals are numbered as in published samples of the API. */
  readonly ruleId: string;
  readonly message: string;
  /** By how much, left side minus right side. */
  readonly difference: number;
  /** Accounting software lets people adjust a total against its lines a little, so that this much of it is no fault. */
  readonly severity: 'warning' | 'error';
}

/** By how much a total may differ from its lines. */
const adjustment = 0.1;

const cent = 0.01;

type Settled = ModelOf<'invoices'> | ModelOf<'bills'> | ModelOf<'creditNotes'> | ModelOf<'billCreditNotes'>;

type Trade = Settled | ModelOf<'purchaseOrders'> | ModelOf<'directCosts'> | ModelOf<'directIncomes'>;

type Check<T extends SupportedDataType> = (document: ModelOf<T>) => Iterable<Finding | undefined>;

const checks: { readonly [T in SupportedDataType]?: Check<T> } = {
  invoices: (invoice) => [...totals('invoice', invoice, invoice.totalTaxAmount), due('invoice', invoice)],
  bills: (bill) => [...totals('bill', bill, bill.taxAmount), due('bill', bill)],
  creditNotes: (note) => [...totals('credit-note', note, note.totalTaxAmount), remaining('credit-note', note)],
  billCreditNotes: (note) => [...totals('bill-credit-note', note, note.totalTaxAmount), remaining('bill-credit-note', note)],
  payments: (payment) => parts('payment', payment),
  billPayments: (payment) => parts('bill-payment', payment),
  purchaseOrders: (order) => totals('purchase-order', order, order.totalTaxAmount ?? 0),
  directCosts: (cost) => [...totals('direct-cost', cost, cost.taxAmount), paidAtOnce('direct-cost', cost)],
  directIncomes: (income) => [...totals('direct-income', income, income.taxAmount), paidAtOnce('direct-income', income)],
  transfers: ({ from = {}, to = {} }) => [
    from.currency === to.currency && from.amount !== undefined && to.amount !== undefined
      ? equal('accounting-transfer-001', 'What left one account is not what reached the other', from.amount, to.amount)
      : undefined,
  ],
  accountTransactions: ({ totalAmount = 0, lines = [] }) => [
    equal('accounting-account-transaction-001', 'Total amount is not the sum of the lines', totalAmount, sum(...lines.map(({ amount = 0 }) => amount))),
  ],
  journalEntries: ({ journalLines: lines = [] }) => [
    equal('accounting-journal-entry-001', 'Debits and credits do not cancel out', sum(...lines.map(({ netAmount }) => netAmount)), 0),
  ],
  balanceSheet: (sheet) => [
    equal('accounting-balance-sheet-001', 'Net assets are not the equity', sheet.netAssets, sheet.equity?.value ?? 0),
    equal('accounting-balance-sheet-002', 'Net assets are not assets less liabilities', sheet.netAssets, subtract(sheet.assets?.value ?? 0, sheet.liabilities?.value ?? 0)),
    ...groups('balance-sheet', [sheet.assets, sheet.liabilities, sheet.equity]),
  ],
  profitAndLoss: (month) => [
    equal(
      'accounting-profit-and-loss-001',
      'Net profit is not income less costs',
      month.netProfit,
      sum(month.income?.value ?? 0, month.otherIncome?.value ?? 0, ...[month.costOfSales, month.expenses, month.otherExpenses].map((line) => -(line?.value ?? 0))),
    ),
    ...groups('profit-and-loss', [month.income, month.otherIncome, month.costOfSales, month.expenses, month.otherExpenses]),
  ],
  cashFlowStatement: (month) => groups('cash-flow-statement', [month.cashReceipts, month.cashPayments]),
};

/** The relations of a document with itself that do not hold; empty for a sound one. */
export function brokenRelations<T extends SupportedDataType>(dataType: T, document: ModelOf<T>): Finding[] {
  const check = checks[dataType];
  return [...(check?.(document) ?? [])].filter((finding) => finding !== undefined);
}

/** Header with itself, header with lines, and each line with itself. */
function totals(kind: string, document: Trade, tax: number): (Finding | undefined)[] {
  const { totalAmount = 0, subTotal = 0, lineItems: lines = [] } = document;
  const ofLines = (pick: (line: (typeof lines)[number]) => number | undefined) => sum(...lines.map((line) => pick(line) ?? 0));
  return [
    equal(`accounting-${kind}-001`, 'Total amount is not sub total plus tax', totalAmount, sum(subTotal, tax)),
    ...(lines.length === 0
      ? []
      : [
          nearly(`accounting-${kind}-030`, 'Total amount is not the sum of the lines', totalAmount, ofLines((line) => line.totalAmount)),
          nearly(`accounting-${kind}-032`, 'Sub total is not the sum of the lines', subTotal, ofLines((line) => line.subTotal)),
        ]),
    ...lines.map((line) =>
      equal(`accounting-${kind}-040`, 'Line total is not its sub total plus tax', line.totalAmount ?? 0, sum(line.subTotal ?? 0, line.taxAmount ?? 0)),
    ),
    ...lines.map((line) => price(kind, line)),
  ];
}

/** Prices have more decimals than amounts, so this one holds to the cent only; some sources cut prices to two decimals. */
function price(kind: string, line: NonNullable<Trade['lineItems']>[number]): Finding | undefined {
  const net = subtract(multiply(line.unitAmount, line.quantity), line.discountAmount ?? 0);
  const size = Math.abs(subtract(net, line.subTotal ?? 0));
  if (line.quantity === 0 || size <= cent) return undefined;
  const finding = equal(`accounting-${kind}-041`, 'Line sub total is not price times quantity less discount', round(net, 2), line.subTotal ?? 0);
  return finding && size <= cent + Math.abs(line.quantity) * (cent / 2) ? { ...finding, severity: 'warning' } : finding;
}

/** A void document owes nothing and keeps its total. */
function due(kind: string, document: ModelOf<'invoices'> | ModelOf<'bills'>): Finding | undefined {
  if (document.status === 'Void') return undefined;
  const settled = sum(document.totalAmount, ...allocated(document));
  return equal(`accounting-${kind}-050`, 'Amount due is not the total less what was settled', document.amountDue ?? 0, settled);
}

function remaining(kind: string, document: ModelOf<'creditNotes'> | ModelOf<'billCreditNotes'>): Finding | undefined {
  if (document.status === 'Void') return undefined;
  const left = subtract(document.totalAmount, sum(...allocated(document)));
  return equal(`accounting-${kind}-050`, 'Remaining credit is not the total less what was used', document.remainingCredit ?? 0, left);
}

function allocated({ paymentAllocations = [] }: Pick<Settled, 'paymentAllocations'>): number[] {
  return paymentAllocations.map(({ allocation }) => allocation.totalAmount ?? 0);
}

function parts(kind: string, { totalAmount = 0, lines = [] }: ModelOf<'payments'> | ModelOf<'billPayments'>): (Finding | undefined)[] {
  return [
    equal(`accounting-${kind}-001`, 'Total amount is not the sum of the lines', totalAmount, sum(...lines.map(({ amount }) => amount))),
    ...lines.map(({ amount, links = [] }) =>
      equal(`accounting-${kind}-002`, 'A line and its links do not cancel out', amount, sum(...links.map((link) => -(link.amount ?? 0)))),
    ),
  ];
}

function paidAtOnce(kind: string, document: ModelOf<'directCosts'> | ModelOf<'directIncomes'>): Finding | undefined {
  const message = 'The document and the payment that it consists of differ';
  return equal(`accounting-${kind}-050`, message, document.totalAmount, sum(...allocated(document)));
}

/** Every group of a statement is the sum of what is in it. */
function groups(kind: string, lines: readonly (ReportLine | undefined)[]): (Finding | undefined)[] {
  return lines.flatMap((line) => {
    const items = line?.items ?? [];
    if (line === undefined || items.length === 0) return [];
    const message = `${line.name ?? 'A group'} is not the sum of its lines`;
    return [equal(`accounting-${kind}-030`, message, line.value, sum(...items.map(({ value }) => value))), ...groups(kind, items)];
  });
}

function equal(ruleId: string, message: string, left: number, right: number): Finding | undefined {
  const difference = subtract(left, right);
  return difference === 0 ? undefined : { ruleId, message, difference, severity: 'error' };
}

function nearly(ruleId: string, message: string, left: number, right: number): Finding | undefined {
  const finding = equal(ruleId, message, left, right);
  return finding && Math.abs(finding.difference) <= adjustment ? { ...finding, severity: 'warning' } : finding;
}
