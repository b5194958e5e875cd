import Big from 'big.js';
import fc from 'fast-check';
import { divide, jsonNumber, multiply, negate, round, subtract, sum } from './money.js';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }), fc.integer({ min: 0, max: 6 }))
  .map(([units, decimals]) => Number(new Big(units.toString()).div(10 ** decimals).toString()));

/** Small enough for a product that is computed without big.js. */
const price = fc.integer({ min: -9_000_000, max: 9_000_000 }).map((units) => units / 10_000);

const exactly = (number: number) => new Big(number).toString();

test('a sum is the decimal sum of what the numbers print as', () => {
  fc.assert(
    fc.property(fc.array(decimal, { maxLength: 20 }), (amounts) => {
      const expected = amounts.reduce((total, amount) => total.plus(amount), new Big(0));
      expect(sum(...amounts)).toBe(Number(expected.toString()));
    }),
  );
});

test.each([
  [[0.1, 0.2], 0.3],
  [[1.005, 2.01], 3.015],
  [[79.99, 0.01, -80], 0],
  [[0.00001, 0.00002], 0.00003],
  [[9007199254740991.5, 0.25], 9007199254740991.75],
])('sum of %j is %d', (amounts, expected) => {
  expect(sum(...amounts)).toBe(expected);
});

test('subtracting what was added gives back the amount', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      fc.pre(exactly(sum(a, b)) === new Big(a).plus(b).toString());
      expect(subtract(sum(a, b), b)).toBe(a === 0 ? 0 : a);
    }),
  );
});

test('zero is never negative', () => {
  expect(Object.is(sum(-0), 0)).toBe(true);
  expect(Object.is(negate(0), 0)).toBe(true);
  expect(Object.is(subtract(5, 5), 0)).toBe(true);
  expect(Object.is(round(-0.001, 2), 0)).toBe(true);
});

test('a division is rounded half away from zero to the decimals asked for', () => {
  expect(divide(3500, 6, 10)).toBe(583.3333333333);
  expect(divide(1, 8, 2)).toBe(0.13);
  expect(divide(-1, 8, 2)).toBe(-0.13);
  expect(divide(1, 3, 9)).toBe(0.333333333);
  expect(divide(12.34567891234, 1, 2)).toBe(12.35);
});

test('a division that comes out even is the same without big.js', () => {
  fc.assert(
    fc.property(decimal, decimal.filter((b) => b !== 0), (a, b) => {
      const expected = new Big(a).div(b);
      fc.pre(expected.round(10).times(b).eq(a));
      expect(divide(a, b, 10)).toBe(Number(expected.round(10).toString()));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 9999 }), (units, quantity) => {
      const product = Number(new Big(units).times(quantity).div(10_000).toString());
      expect(divide(product, quantity, 10)).toBe(Number(new Big(units).div(10_000).toString()) || 0);
    }),
  );
});

test('a product is exact', () => {
  expect(multiply(1.1, 1.1)).toBe(1.21);
  expect(multiply(0.07, 100)).toBe(7);
  expect(Object.is(multiply(-1.5, 0), 0)).toBe(true);
  fc.assert(fc.property(decimal, price, (one, other) => {
    expect(multiply(one, other)).toBe(jsonNumber(new Big(one).times(other)));
    expect(multiply(other, other)).toBe(jsonNumber(new Big(other).times(other)));
  }), { numRuns: 2000 });
});

test('rounding sees the decimal and not the double', () => {
  expect(round(1.005, 2)).toBe(1.01);
  expect(round(2.675, 2)).toBe(2.68);
  expect(round(-2.675, 2)).toBe(-2.68);
});

test('what no JSON number can print is refused', () => {
  expect(() => jsonNumber(new Big('1e400'))).toThrow(RangeError);
  expect(() => sum(1.7e308, 1.7e308)).toThrow(RangeError);
});
