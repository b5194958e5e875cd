import { divide, multiply, negate, round } from '#accounting/money';
import type { AccountTransaction } from '#accounting/models/account-transaction';
import type { Transfer } from '#accounting/models/transfer';
import type { Call } from '#connector-kit/call';
import type { Mapped, NativeRecord, ReadPage } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { AccountReference, References } from '#connector-kit/references';
import type { Currency } from '../currency.js';
import { amount, flag, instantOf, requiredAmount, requiredDay, requiredText, text } from '../native.js';
import { readInParts } from '../reading.js';
import { accountIn, movementDocument, reconciliation } from './account-transactions.js';
import { readTracking } from './line-items.js';

type Side = 'From' | 'To';

/** Our own key: which side of the transfer a record stands for. A record without it is the transfer. */
const sideKey = 'MovementSide';

/**
 * A transfer and the two movements that it made are records of their own. Xero shows the movements among the bank
 * transactions too, but there without the transfer that they belong to.
 */
export const transferForms: readonly ((transfer: NativeRecord) => NativeRecord)[] = [
  (transfer) => transfer,
  ...(['From', 'To'] as const).map((side) => (transfer: NativeRecord) => ({ ...transfer, [sideKey]: side })),
];

export function readBankTransfers(call: Call): Promise<ReadPage> {
  return readInParts(call, 'BankTransfers', 'BankTransfers', { includeDeleted: true }, transferForms);
}

export function transferId(native: NativeRecord): string {
  const side = sideOf(native);
  return requiredText(native, side === undefined ? 'BankTransferID' : `${side}BankTransactionID`);
}

/** Xero tells when a transfer was made and never when it was changed. */
export function readTransfer(native: NativeRecord, references: References): Mapped<Transfer> | null {
  if (sideOf(native) !== undefined) return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  const reconciled = [flag(native, 'FromIsReconciled'), flag(native, 'ToIsReconciled')];
  const options = [...readTracking(native, 'FromTracking', references), ...readTracking(native, 'ToTracking', references)];
  const document: Transfer = {
    id: requiredText(native, 'BankTransferID'),
    description: text(native, 'Reference'),
    date: requiredDay(native, 'Date'),
    from: readSide(native, 'From', references),
    to: readSide(native, 'To', references),
    trackingCategoryRefs: options.filter(({ id }, place) => options.findIndex((other) => other.id === id) === place),
    status: reconciliation(reconciled.includes(undefined) ? undefined : !reconciled.includes(false)),
    sourceModifiedDate: instantOf(native, 'CreatedDateUTC'),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

export function readTransferMovement(native: NativeRecord, references: References): Mapped<AccountTransaction> | null {
  const side = sideOf(native);
  if (side === undefined) return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  const { account, moved, ...money } = moneyOf(native, side, references);
  if (moved === undefined) throw new ReadingError('CurrencyRate', 'does not say what the other account received');
  const record = { id: requiredText(native, 'BankTransferID'), dataType: 'transfers', amount: side === 'From' ? negate(moved) : moved };
  const document: AccountTransaction = {
    ...movementDocument(native, transferId(native), { account, ...money }, [record]),
    status: reconciliation(flag(native, `${side}IsReconciled`)),
    sourceModifiedDate: instantOf(native, 'CreatedDateUTC'),
  };
  return { deleted: false, document };
}

interface SideMoney extends Currency {
  readonly account: AccountReference | undefined;
  /** Undefined where it cannot be known. */
  readonly moved: number | undefined;
}

/**
 * Xero gives the amount that left, in the currency of the account that it left, and one rate: foreign money for one unit
 * of the base currency. Between two foreign currencies that does not tell what arrived.
 */
function moneyOf(native: NativeRecord, side: Side, references: References): SideMoney {
  const base = references.baseCurrency;
  const account = accountIn(native, `${side}BankAccount`, references);
  const other = accountIn(native, side === 'From' ? 'ToBankAccount' : 'FromBankAccount', references);
  const currency = account?.currency ?? base;
  const otherCurrency = other?.currency ?? base;
  const rate = amount(native, 'CurrencyRate') ?? 0;
  const sent = requiredAmount(native, 'Amount');
  if (currency === otherCurrency) return { account, currency, currencyRate: currency === base ? 1 : undefined, moved: sent };
  const known = rate > 0 && (currency === base || otherCurrency === base);
  const received = known ? round(currency === base ? divide(sent, rate, 4) : multiply(sent, rate), 2) : undefined;
  const inverse = known ? divide(1, rate, 9) : 0;
  const currencyRate = currency === base ? 1 : inverse > 0 ? inverse : undefined;
  return { account, currency, currencyRate, moved: side === 'From' ? sent : received };
}

function readSide(native: NativeRecord, side: Side, references: References): Transfer['from'] {
  const { account, moved, currency } = moneyOf(native, side, references);
  return { accountRef: account && { id: account.id, name: account.name }, amount: moved, currency };
}

export function sideOf(native: NativeRecord): Side | undefined {
  const side = text(native, sideKey);
  if (side !== undefined && side !== 'From' && side !== 'To') throw new ReadingError(sideKey, 'is no side of a transfer');
  return side;
}
