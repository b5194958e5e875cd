import type { NativeRecord } from '#connector-kit/connector';
import type { Write, Written } from '#connector-kit/writes';
import { transferForms } from '../records/bank-transfers.js';
import type { Given } from './given.js';
import type { Lookups } from './lookups.js';
import { choice, date, needed, number, object, reference, text } from './options.js';
import type { Element, Place } from './requests.js';
import { creating, type Writing } from './writing.js';

const place: Place = { endpoint: 'BankTransfers', idField: 'BankTransferID' };

const side = (name: string, other: string) => needed(object(name, `The bank account that the money moves ${name.toLowerCase()}.`, {
  accountRef: needed(reference('Account', 'Bank account.', 'Must match the ID of an existing bank account.')),
  amount: needed(number('Amount', 'Amount that moves.', { warnings: [`Must be equal to the amount of ${other}.`, 'Must be greater than zero.'] })),
  status: choice('Status', 'Whether the movement is reconciled.', ['Unknown', 'Unreconciled', 'Reconciled']),
}));

const transfer: Writing = {
  dataType: 'transfers',
  place,
  scopes: ['accounting.banktransactions'],
  options: object('Transfer', 'Money that moves between two bank accounts.', {
    description: text('Description', 'Words that the transfer is known by.', { maxLength: 255 }),
    date: needed(date('Date', 'Calendar day of the transfer.')),
    from: side('From', 'to'),
    to: side('To', 'from'),
  }),
  element: transferElement,
  withOthers: withMovements,
};

export const transferWrites: readonly Write[] = [creating(transfer)];

/** A transfer is served with the two movements that it makes. */
function withMovements(transferred: Written): Written {
  const natives = transferred.natives.flatMap(({ source, native }) => (hasMovements(native) ? transferForms.map((form) => ({ source, native: form(native) })) : []));
  return { ...transferred, natives, stale: natives.length === 0 ? ['BankTransfers'] : [] };
}

function hasMovements({ FromBankTransactionID, ToBankTransactionID }: NativeRecord): boolean {
  return typeof FromBankTransactionID === 'string' && typeof ToBankTransactionID === 'string';
}

function transferElement(document: Given, lookups: Lookups): Element {
  const from = sideOf(document, 'from', lookups);
  const to = sideOf(document, 'to', lookups);
  if (from.amount !== to.amount) document.refuse('to.amount', 'must be equal to the amount of from.');
  if (from.accountId === to.accountId) document.refuse('to.accountRef.id', 'must be another account.');
  return {
    FromBankAccount: { AccountID: from.accountId },
    ToBankAccount: { AccountID: to.accountId },
    Amount: from.amount,
    Date: document.day('date'),
    Reference: document.text('description'),
    FromIsReconciled: from.isReconciled,
    ToIsReconciled: to.isReconciled,
  };
}

function sideOf(document: Given, name: 'from' | 'to', { context }: Lookups) {
  const given = document.need(name, document.part(name));
  const accountId = given.need('accountRef', given.guidOf('accountRef'));
  if (context.references.account(accountId)?.isBankAccount === false) given.refuse('accountRef.id', 'must match the ID of an existing bank account.');
  const amount = given.need('amount', given.amount('amount'));
  if (amount <= 0) given.refuse('amount', 'must be greater than zero.');
  const status = given.text('status');
  return { accountId, amount, isReconciled: status === undefined || status === 'Unknown' ? undefined : status === 'Reconciled' };
}
