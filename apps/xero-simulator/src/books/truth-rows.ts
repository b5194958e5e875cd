import type { Books } from './books.js';
import type { Allocation } from './changes.js';
import type { AccountKind } from './credits-on-account.js';
import { centsToText, type Cents } from './money.js';
import { paymentType } from './payment-types.js';
import { Kind } from './record-ids.js';
import type { TruthKind, TruthRow } from './truth.js';

type Describe = (books: Books, row: number) => Omit<TruthRow, 'id' | 'updated'>;

const date = (on: number): string => new Date(on * 86_400_000).toISOString().slice(0, 10);
const account = (books: Books, row: number): string => books.ids.id(Kind.account, row);
const used = (books: Books, allocations: readonly Allocation[]): { invoice: string; amount: string }[] =>
  allocations.map(({ invoice, amount }) => ({ invoice: books.invoices.id(invoice), amount: centsToText(amount) }));
const settled = (total: Cents, amountDue: Cents): { total: string; amountDue: string } => ({ total: centsToText(total), amountDue: centsToText(amountDue) });

function onAccount(kind: AccountKind): Describe {
  return (books, row) => {
    const credit = books.credits.credit(kind, row);
    const bankTransaction = books.bank.transactions.id(books.bank.rowOf(kind, row));
    return {
      type: `${credit.plan.sales ? 'RECEIVE' : 'SPEND'}-${kind === 'prepayment' ? 'PREPAYMENT' : 'OVERPAYMENT'}`, status: credit.status, number: '',
      ...settled(credit.total, credit.remaining),
      details: {
        date: date(credit.issued), contact: books.contacts.id(credit.contact), currency: credit.currency, bankAccount: account(books, credit.account), bankTransaction,
        allocations: used(books, credit.allocations), refunds: credit.refunds.filter(({ deleted }) => !deleted).map(({ index }) => books.payments.id(index)),
      },
    };
  };
}

/** What each kind of record is, told without the wire's help. */
export const describe: Record<TruthKind, Describe> = {
  invoices: (books, row) => {
    const { plan, status, number, total, amountDue } = books.invoice(row);
    return { type: plan.sales ? 'ACCREC' : 'ACCPAY', status, number, ...settled(total, amountDue) };
  },
  creditNotes: (books, row) => {
    const { plan, status, number, total, remaining } = books.creditNote(row);
    return { type: plan.sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT', status, number, ...settled(total, remaining) };
  },
  payments: (books, row) => {
    const payment = books.payment(row);
    return { type: paymentType(payment), status: payment.deleted ? 'DELETED' : 'AUTHORISED', number: '', ...settled(payment.amount, 0) };
  },
  contacts: (books, row) => {
    const contact = books.contact(row);
    return { type: 'CONTACT', status: contact.archived ? 'ARCHIVED' : 'ACTIVE', number: contact.name, ...settled(0, 0) };
  },
  bankTransactions: (books, row) => {
    const { type, deleted, total, totalTax, issued, contact, currency, account: bank, reconciled, source } = books.bank.transaction(row);
    const behind = source.kind === 'direct' ? {} : source.kind === 'from' || source.kind === 'to'
      ? { transfer: books.bank.transfers.id(source.index) } : { [source.kind]: books.credits.table(source.kind).id(source.index) };
    return {
      type, status: deleted ? 'DELETED' : 'AUTHORISED', number: '', ...settled(total, 0),
      details: { date: date(issued), tax: centsToText(totalTax), currency, bankAccount: account(books, bank), reconciled, ...(contact === null ? {} : { contact: books.contacts.id(contact) }), ...behind },
    };
  },
  bankTransfers: (books, row) => {
    const { deleted, amount, received, issued, from, to } = books.bank.transfer(row);
    return {
      type: 'TRANSFER', status: deleted ? 'DELETED' : 'AUTHORISED', number: '', ...settled(amount, 0),
      details: {
        date: date(issued), received: centsToText(received), from: account(books, from), to: account(books, to),
        bankTransactions: (['from', 'to'] as const).map((side) => books.bank.transactions.id(books.bank.rowOf(side, row))),
      },
    };
  },
  prepayments: onAccount('prepayment'),
  overpayments: onAccount('overpayment'),
  batchPayments: (books, row) => {
    const { sales, deleted, total, paid, account: bank, members } = books.batches.batch(row);
    return {
      type: sales ? 'RECBATCH' : 'PAYBATCH', status: deleted ? 'DELETED' : 'AUTHORISED', number: '', ...settled(total, 0),
      details: { date: date(paid), bankAccount: account(books, bank), payments: members.map(({ index, amount }) => ({ id: books.payments.id(index), amount: centsToText(amount) })) },
    };
  },
  manualJournals: (books, row) => {
    const { status, narration, issued, lines } = books.paper.journal(row);
    return {
      type: 'MANJOURNAL', status, number: narration, ...settled(lines.reduce((sum, { amount }) => sum + Math.max(0, amount), 0), 0),
      details: { date: date(issued), lines: lines.map((line) => ({ account: account(books, line.account), amount: centsToText(line.amount), tax: centsToText(line.tax) })) },
    };
  },
  purchaseOrders: (books, row) => {
    const { status, number, total, totalTax, issued, contact, currency, lines } = books.paper.order(row);
    return {
      type: 'PURCHASEORDER', status, number, ...settled(total, 0),
      details: { date: date(issued), tax: centsToText(totalTax), currency, contact: books.contacts.id(contact), lines: lines.length },
    };
  },
};
