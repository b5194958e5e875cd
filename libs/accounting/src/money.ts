import Big from 'big.js';

/**
 * Exact arithmetic on amounts.
 *
 * An amount travels as a JSON number, and a JSON number is text: `0.1` means one tenth, not the double next to it. Every
 * function here takes the decimal that a number prints as, calculates with that decimal, and returns the number that
 * prints the result. Nothing is ever added up in floating point.
 */

/** Four decimals cover every amount that accounting software sends; more take the slow path. */
const scale = 10_000;
/** Beyond this many units neighbouring doubles are no longer told apart at four decimals. */
const safeUnits = 2 ** 51;

/** `a + b + …`, exact. Throws RangeError when the sum is not a JSON number. */
export function sum(...amounts: readonly number[]): number {
  let total = 0;
  for (const amount of amounts) {
    const units = toUnits(amount);
    if (units === undefined) return slowSum(amounts);
    total += units;
    if (total > safeUnits || total < -safeUnits) return slowSum(amounts);
  }
  return fromUnits(total);
}

/** `a − b`, exact. */
export function subtract(a: number, b: number): number {
  return sum(a, -b);
}

/** `−a` without the negative zero that JSON would print as 0 but comparisons tell apart. */
export function negate(a: number): number {
  return a === 0 ? 0 : -a;
}

/** `a × b`, exact. */
export function multiply(a: number, b: number): number {
  const [one, other] = [toUnits(a), toUnits(b)];
  const product = one === undefined || other === undefined ? Infinity : one * other;
  // A division is rounded once, as reading the written product would be: both give the double nearest to it.
  if (Math.abs(product) <= Number.MAX_SAFE_INTEGER) return product === 0 ? 0 : product / (scale * scale);
  return jsonNumber(new Big(a).times(b));
}

/** `a ÷ b` rounded half away from zero to so many decimals. The caller has checked that b is not 0. */
export function divide(a: number, b: number, decimals: number): number {
  const even = decimals < 4 ? undefined : evenQuotient(a, b);
  return even ?? jsonNumber(new (decimalsOf(decimals))(a).div(b));
}

/** Most divisions of amounts come out even at four decimals, which a multiplication proves without big.js. */
function evenQuotient(a: number, b: number): number | undefined {
  const [dividend, divisor, quotient] = [toUnits(a), toUnits(b), Math.round((a / b) * scale)];
  if (dividend === undefined || divisor === undefined) return undefined;
  const product = quotient * divisor;
  const isEven = Math.abs(product) <= Number.MAX_SAFE_INTEGER && product === dividend * scale;
  return isEven ? fromUnits(quotient) : undefined;
}

/** Rounded half away from zero to so many decimals. */
export function round(a: number, decimals: number): number {
  return jsonNumber(new Big(a).round(decimals, Big.roundHalfUp));
}

/** The JSON number that prints an exact decimal: the last step before a document. Throws RangeError when there is none. */
export function jsonNumber(exact: Big): number {
  const number = Number(exact.toString());
  if (!Number.isFinite(number)) throw new RangeError('The amount is too large for a JSON number');
  return number === 0 ? 0 : number;
}

function slowSum(amounts: readonly number[]): number {
  return jsonNumber(amounts.reduce((total, amount) => total.plus(amount), new Big(0)));
}

/** The amount as whole ten-thousandths, or undefined when it has more decimals or is too large to be sure. */
function toUnits(amount: number): number | undefined {
  const units = Math.round(amount * scale);
  const exact = units / scale === amount && units <= safeUnits && units >= -safeUnits;
  return exact ? units : undefined;
}

function fromUnits(units: number): number {
  return units === 0 ? 0 : units / scale;
}

const constructors = new Map<number, typeof Big>();

/** big.js keeps the precision of a division on the constructor. */
function decimalsOf(decimals: number): typeof Big {
  let constructor = constructors.get(decimals);
  if (constructor === undefined) {
    constructor = Big();
    constructor.DP = decimals;
    constructor.RM = Big.roundHalfUp;
    constructors.set(decimals, constructor);
  }
  return constructor;
}
