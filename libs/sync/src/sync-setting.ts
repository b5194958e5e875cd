import { type DataType, supportedDataTypes } from '#accounting/data-types';
import type { SyncWindow } from './sync-window.js';

/** How one data type is pulled. */
export interface SyncSetting extends SyncWindow {
  readonly dataType: DataType;
  /** Whether it is pulled when a company links, and with everything else that is refreshed together. */
  readonly fetchOnFirstLink: boolean;
  /** Hours from the end of a pull until the next one; 0: only when it is asked for. */
  readonly syncSchedule: number;
  /** Lower is pulled earlier. */
  readonly syncOrder: number;
  /** Financial statements only: how many months, the current one included. */
  readonly monthsToSync?: number;
  /** Companies cannot have a setting of their own. */
  readonly isLocked: boolean;
}

const statements: readonly string[] = ['balanceSheet', 'profitAndLoss', 'cashFlowStatement'];

export const isStatement = (dataType: string): boolean => statements.includes(dataType);

export const standardMonths = 24;

/** Where nobody has set anything: everything at once, then daily. */
export const standardSettings: readonly SyncSetting[] = supportedDataTypes.map((dataType, place) => ({
  dataType, fetchOnFirstLink: true, syncSchedule: 24, syncOrder: place, ...(isStatement(dataType) && { monthsToSync: standardMonths }), isLocked: false,
}));

/** `over` where it says something, and `under` for the rest. */
export function layered(under: readonly SyncSetting[], over: readonly SyncSetting[]): SyncSetting[] {
  const byType = new Map(under.map((setting) => [setting.dataType, setting]));
  for (const setting of over) byType.set(setting.dataType, setting);
  return [...byType.values()];
}
