/** Months are written `2026-11`, so that they sort as text. */
export type Month = string;

export interface PeriodRequest {
  /** How many months a period has. */
  readonly length: number;
  readonly count: number;
  /** Last month of the newest period. */
  readonly newest: Month;
}

/** The months of each period, both the newest first. */
export function periodsOf({ length, count, newest }: PeriodRequest): Month[][] {
  const months = Array.from({ length: length * count }, (_, place) => monthsBefore(newest, place));
  return Array.from({ length: count }, (_, period) => months.slice(period * length, (period + 1) * length));
}

function monthsBefore(month: Month, count: number): Month {
  const [year, number] = month.split('-').map(Number);
  const total = year * 12 + number - 1 - count;
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String(total % 12 + 1).padStart(2, '0')}`;
}
