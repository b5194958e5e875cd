import { divide } from '#accounting/money';
import type { NativeRecord } from '#connector-kit/connector';
import type { References } from '#connector-kit/references';
import { amount, currencyCode } from './native.js';

export interface Currency {
  readonly currency: string | undefined;
  readonly currencyRate: number | undefined;
}

/**
 * The currency of a document and its rate to the base currency.
 *
 * Xero's rate is the other way round (base = foreign ÷ rate), is left out of many documents and is 0 on many payments.
 * In the base currency the rate is always 1; elsewhere an unusable rate is left out, never guessed.
 */
export function currencyOf(native: NativeRecord, references: References): Currency {
  const currency = currencyCode(native, 'CurrencyCode') ?? references.baseCurrency;
  return { currency, currencyRate: rateOf(native, currency, references) };
}

/** The rate that a payment or allocation carries for the currency of its document. */
export function rateOf(native: NativeRecord, currency: string | undefined, references: References): number | undefined {
  if (currency !== undefined && currency === references.baseCurrency) return 1;
  const rate = amount(native, 'CurrencyRate');
  if (rate === undefined || rate <= 0) return undefined;
  const inverted = rate === 1 ? 1 : divide(1, rate, 9);
  return inverted > 0 ? inverted : undefined;
}
