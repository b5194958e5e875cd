import type { SupportedDataType } from './data-types.js';
import type { ModelOf } from './models.js';
import { multiply, round, subtract, sum } from './money.js';

/** A relation that a document should keep and does not. It is reported and never repaired: the source's figures count. */
export interface Finding {
  /** Stable; the ones for totals are numbered as in published samples of the API. */
  readonly ruleId: string;
  readonly message: string;
  /** By how much, left side minus right side. */
  readonly difference: number;
}

type Trade = ModelOf<'invoices'> | ModelOf<'bills'> | ModelOf<'creditNotes'> | ModelOf<'billCreditNotes'>;

type Check<T extends SupportedDataType> = (document: ModelOf<T>) => Iterable<Finding | undefined>;

const checks: { readonly [T in SupportedDataType]?: Check<T> } = {
  invoices: (invoice) => [...totals('invoice', invoice, invoice.totalTaxAmount), due('invoice', invoice)],
  bills: (bill) => [...totals('bill', bill, bill.taxAmount), due('bill', bill)],
  creditNotes: (note) => [...totals('credit-note', note, note.totalTaxAmount), remaining('credit-note', note)],
  billCreditNotes: (note) => [...totals('bill-credit-note', note, note.totalTaxAmount), remaining('bill-credit-note', note)],
  payments: (payment) => parts('payment', payment),
  billPayments: (payment) => parts('bill-payment', payment),
};

/**
 * The relations of a document with itself that do not hold; empty for a sound one. People may adjust a total against its
 * lines by up to 0.10 in the accounting software, so a small difference there is no sign of a fault.
 */
export function brokenRelations<T extends SupportedDataType>(dataType: T, document: ModelOf<T>): Finding[] {
  const check = checks[dataType];
  return [...(check?.(document) ?? [])].filter((finding) => finding !== undefined);
}

/** Header with itself, header with lines, and each line with itself. */
function totals(kind: string, document: Trade, tax: number): (Finding | undefined)[] {
  const { totalAmount, subTotal = 0, lineItems: lines = [] } = document;
  const ofLines = (pick: (line: (typeof lines)[number]) => number | undefined) => sum(...lines.map((line) => pick(line) ?? 0));
  return [
    equal(`accounting-${kind}-001`, 'Total amount is not sub total plus tax', totalAmount, sum(subTotal, tax)),
    ...(lines.length === 0
      ? []
      : [
          equal(`accounting-${kind}-030`, 'Total amount is not the sum of the lines', totalAmount, ofLines((line) => line.totalAmount)),
          equal(`accounting-${kind}-032`, 'Sub total is not the sum of the lines', subTotal, ofLines((line) => line.subTotal)),
        ]),
    ...lines.map((line) =>
      equal(`accounting-${kind}-040`, 'Line total is not its sub total plus tax', line.totalAmount ?? 0, sum(line.subTotal ?? 0, line.taxAmount ?? 0)),
    ),
    ...lines.map((line) => price(kind, line)),
  ];
}

/** Prices have more decimals than amounts, so this one holds to the cent only. */
function price(kind: string, line: NonNullable<Trade['lineItems']>[number]): Finding | undefined {
  const net = subtract(multiply(line.unitAmount, line.quantity), line.discountAmount ?? 0);
  const isClose = line.quantity === 0 || Math.abs(subtract(net, line.subTotal ?? 0)) <= 0.01;
  const message = 'Line sub total is not price times quantity less discount';
  return isClose ? undefined : equal(`accounting-${kind}-041`, message, round(net, 2), line.subTotal ?? 0);
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

function allocated({ paymentAllocations = [] }: Trade): number[] {
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

function equal(ruleId: string, message: string, left: number, right: number): Finding | undefined {
  const difference = subtract(left, right);
  return difference === 0 ? undefined : { ruleId, message, difference };
}
