import type { BankTransaction } from '../books/bank-transactions.js';
import type { Order } from './order.js';

const writable = ['SPEND', 'RECEIVE', 'SPEND-PREPAYMENT', 'RECEIVE-PREPAYMENT', 'SPEND-OVERPAYMENT', 'RECEIVE-OVERPAYMENT'] as const;

/** The type of a bank transaction, which never changes; transfers are written as such. */
export function bankTransactionType({ sent, refuse }: Order, before: BankTransaction['type'] | null): BankTransaction['type'] {
  const type = sent.choice('Type', [...writable, 'SPEND-TRANSFER', 'RECEIVE-TRANSFER'] as const);
  if (type === 'SPEND-TRANSFER' || type === 'RECEIVE-TRANSFER') refuse('Transfers are made through BankTransfers');
  if (before !== null && type !== undefined && type !== before) refuse('The type of a bank transaction cannot be changed.');
  if (before === null && type === undefined) refuse('Type must be specified');
  return before ?? type ?? 'SPEND';
}
