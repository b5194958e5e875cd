import { day } from '../books/drawing.js';

/** A record as Xero writes it. Absent keys are left out, never null. */
export type Wire = Record<string, unknown>;

/** A date without time: midnight UTC of the organisation's calendar date. */
export function msDate(on: number): string {
  return `/Date(${on * day}+0000)/`;
}

/** An instant. Xero writes the offset on records, and leaves it out on envelopes, reports and organisations. */
export function msInstant(moment: number): string {
  return `/Date(${moment}+0000)/`;
}

export function msBare(moment: number): string {
  return `/Date(${moment})/`;
}

/** The readable twin of a date, which Xero sends beside it. */
export function dateString(on: number): string {
  let text = dateStrings.get(on);
  if (!text) dateStrings.set(on, (text = new Date(on * day).toISOString().slice(0, 19)));
  return text;
}

/** There are few days, and every document shows two of them. */
const dateStrings = new Map<number, string>();

/** The readable twin of an instant, which records carry since July 2026. */
export function instantString(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

/** The milliseconds in a wire date, or null for anything else. */
export function readMs(value: unknown): number | null {
  const found = typeof value === 'string' ? /^\/Date\((-?\d+)(?:\+0000)?\)\/$/.exec(value) : null;
  return found ? Number(found[1]) : null;
}
