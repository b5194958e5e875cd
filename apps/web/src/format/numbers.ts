const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 10 });
const amount = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 10 });

export const formatNumber = (value: number): string => plain.format(value);

/** Shown as stored: no rounding to the currency's minor unit, which could hide a difference. */
export const formatAmount = (value: number): string => amount.format(value);

export const formatLimit = (used: number, limit: number | null): string =>
  limit === null ? `${plain.format(used)} (no limit)` : `${plain.format(used)} of ${plain.format(limit)}`;
