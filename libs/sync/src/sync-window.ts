import type { SupportedDataType } from '#accounting/data-types';
import { instant } from '#accounting/dates';

/**
 * Which records of a data type are pulled, by when they changed last at the platform. Both set: both hold. That this
 * goes by the date of change and not by the date of the document is Codat's rule ("advanced sync settings").
 */
export interface SyncWindow {
  /** Nothing that changed last before this instant (UTC with `Z`, whole seconds). */
  readonly syncFromUtc?: string;
  /** Nothing that changed last more than so many months ago. It moves on with time. */
  readonly syncFromWindow?: number;
}

/** The windows of the data types that a reading serves, as they were when it began. A data type that is not named has none. */
export interface ReadingWindow {
  /** The first instant of what is wanted. */
  readonly starts: Readonly<Partial<Record<SupportedDataType, string>>>;
  /** The setting, as a text that is the same for the same setting. */
  readonly settings: Readonly<Partial<Record<SupportedDataType, string>>>;
  /** The platform need not tell what changed last before this instant. Null: one of the data types wants everything. */
  readonly from: string | null;
}

/** The text of the setting where there is none. */
export const noWindow = '/';

/** What other records name must be there whole, and a statement has months instead. */
const transactional: readonly string[] = [
  'payments', 'billPayments', 'invoices', 'bills', 'creditNotes', 'billCreditNotes', 'directCosts', 'directIncomes', 'transfers',
  'accountTransactions', 'journalEntries', 'purchaseOrders',
] satisfies SupportedDataType[];

export const canHaveWindow = (dataType: string): boolean => transactional.includes(dataType);

/** The first instant of what is wanted; null: everything. */
export function windowStart({ syncFromUtc, syncFromWindow }: SyncWindow, now: Date): string | null {
  const starts = [...(syncFromUtc === undefined ? [] : [syncFromUtc]), ...(syncFromWindow === undefined ? [] : [monthsBefore(now, syncFromWindow)])];
  return starts.sort().at(-1) ?? null;
}

/** Midnight UTC, on the last day of a month that is too short. */
function monthsBefore(now: Date, months: number): string {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth() - months];
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return instant(Date.UTC(year, month, Math.min(now.getUTCDate(), days)));
}

/**
 * From when on a source must be asked so that it serves these data types; null: without a limit. A second early: Xero
 * takes "since" as "after".
 */
export function askFrom(windows: ReadingWindow['starts'], dataTypes: readonly SupportedDataType[]): string | null {
  const starts = dataTypes.map((dataType) => windows[dataType]);
  return starts.includes(undefined) ? null : instant(Math.min(...starts.map((start) => Date.parse(start!))) - 1000);
}

/** A record whose date of change is not known is never outside. */
export function isOutside(window: ReadingWindow | undefined, dataType: SupportedDataType, modifiedAt: string | null): boolean {
  const start = window?.starts[dataType];
  return start !== undefined && modifiedAt !== null && modifiedAt < start;
}
