import type { WriteOption } from '#connector-kit/writes';
import { moneyOptions } from './documents.js';
import { choice, date, list, needed, number, object, type Properties, reference, text } from './options.js';
import type { Side } from './settlements.js';

const contacts = {
  payments: { customerRef: reference('Customer', 'Not sent: the customer is that of the invoice.', 'Must match the ID of an existing customer.') },
  billPayments: { supplierRef: reference('Supplier', 'Not sent: the supplier is that of the bill.', 'Must match the ID of an existing supplier.') },
} satisfies Record<Side['dataType'], Properties>;

/** What a payment may hold. One line is one payment; of payments to suppliers several lines are a batch. */
export function paymentOptions({ dataType, link }: Side): WriteOption {
  const isSale = dataType === 'payments';
  return object(isSale ? 'Payment' : 'Bill payment', isSale ? 'Payment of a customer.' : 'Payment to a supplier.', {
    ...contacts[dataType],
    accountRef: reference('Account', 'Account that the money moves on. Must be provided, unless a credit note is allocated.', 'Must be of type BANK or have payments enabled.'),
    totalAmount: needed(number('Total amount', 'Amount of the payment.', { warnings: ['Must match the sum of the line amounts.', 'Must be 0, if a credit note is allocated.'] })),
    date: needed(date('Date', 'Calendar day of the payment.')),
    reference: text('Reference', 'Words that the payment is known by.', { maxLength: 255 }),
    note: text('Note', 'Used as reference, if there is none.', { maxLength: 255 }),
    ...moneyOptions,
    lines: needed(list('Lines', 'What the payment settles.', {
      amount: needed(number('Amount', 'Amount of the line.', { warnings: ['Must be 0, if a credit note is allocated.'] })),
      links: needed(list('Links', 'The records that the line settles.', {
        type: needed(choice('Type', 'Data type of the record.', [link, 'CreditNote'])),
        id: needed(text('Identifier', 'Identifier of the record.', { warnings: ['Must be a valid GUID.'] })),
        amount: needed(number('Amount', 'By how much the record is settled. Its sign does not matter.')),
      }, { warnings: [`Must be one ${link} or one CreditNote, or one of each to allocate the credit note.`] })),
    }, isSale ? {} : { information: ['When more than one line is provided, a batch payment is created: each line one Bill, in the base currency.'] })),
  });
}
