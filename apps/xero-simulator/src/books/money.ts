/**
 * All amounts are integers of hundredths ("cents"), all quantities and unit prices integers of ten-thousandths, all
 * exchange rates integers of millionths. Sums and products stay below 2^53, so no amount is ever rounded by accident.
 */
export type Cents = number;
export type TenThousandths = number;
export type Millionths = number;

/** The quotient of two integers, halves rounded away from zero, as accounting does. */
export function divide(dividend: number, divisor: number): number {
  const quotient = Math.floor((2 * Math.abs(dividend) + divisor) / (2 * divisor));
  return dividend < 0 && quotient > 0 ? -quotient : quotient;
}

/** The value in base currency. Xero's rate tells how much foreign money one unit of base currency buys. */
export function toBase(amount: Cents, rate: Millionths): Cents {
  return rate === 1_000_000 ? amount : divide(amount * 1_000_000, rate);
}

/** The JSON number of an amount: one correctly rounded division, so it prints as the decimal that was meant. */
export function centsToNumber(amount: Cents): number {
  return amount / 100;
}

/** An amount as an exact decimal text with two places, for sums that tests compare. */
export function centsToText(amount: Cents): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
