import type { NativeRecord } from '#connector-kit/connector';
import { requiredDay } from '../native.js';

/** The calendar day that a posting counts for: `2026-11-22`. */
export function dayOf(native: NativeRecord, field = 'Date'): string {
  return requiredDay(native, field).slice(0, 10);
}
