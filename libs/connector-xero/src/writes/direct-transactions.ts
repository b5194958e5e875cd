import { multiply, round, sum } from '#accounting/money';
import type { Write, WriteOption } from '#connector-kit/writes';
import { calculated, contactIn, issueDate, moneyOf, moneyOptions } from './documents.js';
import type { Given } from './given.js';
import { lineItems, lineOptions, noDiscountOptions } from './lines.js';
import type { Lookups } from './lookups.js';
import { choice, list, needed, number, object, reference, text } from './options.js';
import type { Element, Place } from './requests.js';
import { creating, type Writing } from './writing.js';

const place: Place = { endpoint: 'BankTransactions', idField: 'BankTransactionID', query: { unitdp: 4 } };

type Direct = 'directCosts' | 'directIncomes';
type Direction = 'SPEND' | 'RECEIVE';

const reverse = { SPEND: 'RECEIVE', RECEIVE: 'SPEND' } as const;

function options(name: string, description: string, contact: string): WriteOption {
  return object(name, description, {
    reference: text('Reference', 'Words that the movement is known by.', { maxLength: 255 }),
    contactRef: needed(object('Contact', contact, {
      id: needed(text('Identifier', contact, { warnings: ['Must be a valid GUID.', 'Must match the ID of an existing contact.'] })),
      dataType: choice('Data type', 'Not sent: Xero has contacts only.', ['customers', 'suppliers']),
    })),
    issueDate: needed(issueDate),
    ...moneyOptions,
    lineItems: needed(lineOptions(noDiscountOptions)),
    paymentAllocations: needed(list('Payment allocations', 'The bank account that the money moves on: one.', {
      payment: needed(object('Payment', 'How the money moves.', { accountRef: needed(reference('Account', 'Bank account.', 'Must be a bank account.')) })),
      allocation: object('Allocation', 'How much moves.', { totalAmount: number('Total amount', 'Amount with tax.', { warnings: ['Must be equal to the sum of line items.'] }) }),
    })),
    ...calculated('subTotal', 'taxAmount', 'totalAmount'),
  }, { information: ['Negative amounts are pushed as positive ones in the other direction. When one line is negative, all lines must be negative.'] });
}

function direct(dataType: Direct, direction: Direction, tree: WriteOption): Writing {
  return {
    dataType,
    place,
    scopes: ['accounting.banktransactions'],
    options: tree,
    element: (document, lookups) => transaction(direction, document, lookups),
    dataTypeOf: ({ Type }) => (Type === 'SPEND' ? 'directCosts' : 'directIncomes'),
  };
}

/** Money spent without a bill and received without an invoice. A negative one becomes a positive one of the other kind. */
export const directWrites: readonly Write[] = [
  creating(direct('directCosts', 'SPEND', options('Direct cost', 'Money spent without a bill.', 'Who was paid.'))),
  creating(direct('directIncomes', 'RECEIVE', options('Direct income', 'Money received without an invoice.', 'Who paid.'))),
];

async function transaction(direction: Direction, document: Given, lookups: Lookups): Promise<Element> {
  const isNegative = signOf(document) < 0;
  const lines = await lineItems(document, lookups);
  return {
    Type: isNegative ? reverse[direction] : direction,
    Contact: contactIn(document, 'contactRef'),
    BankAccount: { AccountID: bankAccount(document, lookups) },
    Date: document.day('issueDate'),
    Reference: document.text('reference'),
    ...moneyOf(document, lookups),
    LineAmountTypes: 'Exclusive',
    LineItems: isNegative ? lines?.map(turned) : lines,
  };
}

function bankAccount(document: Given, lookups: Lookups): string {
  const [allocation, ...others] = document.parts('paymentAllocations');
  if (allocation === undefined || others.length > 0) return document.refuse('paymentAllocations', 'must be one.');
  const payment = allocation.need('payment', allocation.part('payment'));
  const id = payment.need('accountRef', payment.guidOf('accountRef'));
  if (lookups.context.references.account(id)?.isBankAccount === false) payment.refuse('accountRef.id', 'must be a bank account.');
  const totals = document.parts('lineItems').map((line) => line.amount('totalAmount'));
  const allocated = allocation.part('allocation');
  const amount = allocated?.amount('totalAmount');
  const known = totals.filter((total) => total !== undefined);
  if (allocated !== undefined && amount !== undefined && known.length === totals.length && sum(...known) !== amount) allocated.refuse('totalAmount', 'must be equal to the sum of line items.');
  return id;
}

/** Of the lines with amounts; a line of text has none. */
function signOf(document: Given): -1 | 1 {
  const signs = document.parts('lineItems').map((line) => Math.sign(round(multiply(line.amount('quantity') ?? 0, line.amount('unitAmount') ?? 0), 6)));
  if (!signs.includes(-1)) return 1;
  return signs.includes(1) ? document.refuse('lineItems', 'must all be negative when one is.') : -1;
}

function turned(line: Element): Element {
  const { Quantity, UnitAmount, ...rest } = line;
  if (typeof Quantity !== 'number' || typeof UnitAmount !== 'number') return line;
  return { ...rest, Quantity: Math.abs(Quantity), UnitAmount: Math.abs(UnitAmount) };
}
