import { addMovement } from '../books/bank-edits.js';
import { proportion } from './sent.js';
import { accountIn } from './lookups.js';
import { nothing, type Effect, type Order } from './order.js';
import { readDay } from './payments.js';

const sides = ['from', 'to'] as const;

/** Moves money between two bank accounts; a transfer that is there can only be deleted. */
export function prepareBankTransfer(order: Order): () => Effect {
  const { books, sent, id, refuse } = order;
  const known = id ?? sent.text('BankTransferID');
  if (known) return deletion(order, known);
  const [from, to] = ['FromBankAccount', 'ToBankAccount'].map((name) => accountIn(books, sent.child(name)));
  const [left, reached] = [from, to].map((row) => (row < 0 ? undefined : books.drawing.chart[row]));
  if (left?.type !== 'BANK' || reached?.type !== 'BANK') return refuse('A valid bank account must be specified for both sides of the transfer'), nothing;
  if (from === to) refuse('The bank accounts of a transfer must be different');
  const amount = sent.cents('Amount') ?? 0;
  if (amount <= 0) refuse('The amount of a transfer must be greater than 0');
  const issued = readDay(order);
  const { baseCurrency } = books.drawing.options.edition;
  const foreign = [left, reached].filter(({ currency }) => currency !== baseCurrency).map(({ currency }) => currency!);
  if (foreign.length > 1) refuse('Transfers between two foreign currencies are not supported');
  const rate = foreign.length === 0 ? 1_000_000 : Math.max(1, sent.scaled('CurrencyRate', 6) || books.drawing.rate(foreign[0], issued));
  return () => {
    const row = books.bank.transfers.add(books.now());
    const received = reached.currency === baseCurrency ? proportion(amount, 1_000_000, rate) : proportion(amount, rate, 1_000_000);
    books.changes.written.bankTransfers.set(row, {
      from, to, amount, received, rate, issued, reference: sent.text('Reference'), deleted: false,
      reconciled: { from: sent.flag('FromIsReconciled') ?? false, to: sent.flag('ToIsReconciled') ?? false },
    });
    for (const kind of sides) addMovement(books, () => ({ kind, index: row }));
    return { id: books.bank.transfers.id(row), created: true };
  };
}

function deletion({ books, sent, refuse }: Order, id: string): () => Effect {
  const row = books.bank.transfers.rowOf(id);
  if (row === null) return refuse('Bank transfer could not be found'), nothing;
  if (sent.choice('Status', ['AUTHORISED', 'DELETED'] as const) !== 'DELETED') return refuse('Only Status accepted for updates.'), nothing;
  const { deleted, reconciled } = books.bank.transfer(row);
  if (deleted) return refuse('Bank transfer not of valid status for modification'), nothing;
  if (reconciled.from || reconciled.to) return refuse('This Bank Transfer cannot be deleted as it has been reconciled with a Bank Statement.'), nothing;
  return () => {
    books.changes.change('bankTransfer', row, { status: 'DELETED' });
    for (const side of sides) books.bank.transactions.stamp(books.bank.rowOf(side, row), books.now());
    return { id, created: false };
  };
}
