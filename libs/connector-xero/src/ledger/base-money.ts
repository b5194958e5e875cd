import Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { amount, currencyCode, requiredAmount } from '../native.js';

/** Comparing with a decimal at hand is many times quicker than with a number. */
export const nothing = new Big(0);

const one = new Big(1);

/** Divides to the cent in one step. */
const Quotient = Big();
Quotient.DP = 2;
Quotient.RM = Big.roundHalfUp;

/**
 * Money in the base currency. Xero's rate tells what one unit of the base currency buys, so base = amount ÷ rate; each
 * amount is rounded on its own to the cent, halves away from zero, whatever decimals its currency has.
 */
export function inBase(money: Big, rate: Big): Big {
  return rate === one ? cents(money) : new Big(new Quotient(money).div(rate));
}

export function cents(money: Big): Big {
  return money.round(2, Big.roundHalfUp);
}

export function moneyIn(native: NativeRecord, field: string): Big {
  return new Big(requiredAmount(native, field));
}

/** Nothing where Xero leaves the amount out, as it does on lines that are only a remark. */
export function moneyOr0(native: NativeRecord, field: string): Big {
  const written = amount(native, field);
  return written === undefined ? nothing : new Big(written);
}

/** How a document's own money becomes base money. */
export interface Exchange {
  readonly isForeign: boolean;
  readonly rate: Big;
}

/**
 * A document without a currency is in the base currency, whose rate is 1 even where Xero sends 0 or nothing. Without its
 * rate a foreign document posts amounts that nobody can know.
 */
export function exchangeOf(native: NativeRecord, currency: string | undefined, baseCurrency: string): Exchange {
  if ((currency ?? baseCurrency) === baseCurrency) return { isForeign: false, rate: one };
  const rate = amount(native, 'CurrencyRate');
  if (rate === undefined || rate <= 0) throw new ReadingError('CurrencyRate', 'is missing on a document in a foreign currency', 'missing');
  return { isForeign: true, rate: new Big(rate) };
}

export function documentExchange(native: NativeRecord, baseCurrency: string): Exchange {
  return exchangeOf(native, currencyCode(native, 'CurrencyCode'), baseCurrency);
}
