import Big from 'big.js';
import fc from 'fast-check';
import { centsToNumber, centsToText, divide, toBase } from './money.js';

describe('money', () => {
  test('division rounds halves away from zero, as decimal arithmetic does', () => {
    fc.assert(fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), (dividend, divisor) => {
      expect(divide(dividend, divisor)).toBe(Number(new Big(dividend).div(divisor).round(0, Big.roundHalfUp)) + 0);
    }));
  });

  test('base currency is foreign money divided by the rate', () => {
    expect(toBase(12_743, 1_274_300)).toBe(10_000);
    expect(toBase(-500, 1_000_000)).toBe(-500);
  });

  test('an amount as a number prints the decimal that was meant', () => {
    fc.assert(fc.property(fc.integer({ min: -100_000_000_000, max: 100_000_000_000 }), (cents) => {
      expect(new Big(String(centsToNumber(cents))).toFixed(2)).toBe(new Big(centsToText(cents)).toFixed(2));
    }));
    expect([centsToText(5), centsToText(-5), centsToText(-12_345), centsToText(0)]).toEqual(['0.05', '-0.05', '-123.45', '0.00']);
  });
});
