import type Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import { each, text } from '../native.js';
import { moneyOr0, nothing } from './base-money.js';
import type { Chart } from './chart.js';

/** What one line of a document stands for without tax, in the document's own currency. */
export interface NetLine {
  readonly accountId: string;
  readonly net: Big;
}

/** Lines of nothing, such as remarks, name no account and post nothing. Discounts are in Xero's line amounts already. */
export function netLines(native: NativeRecord, field: string, chart: Chart): NetLine[] {
  const isInclusive = text(native, 'LineAmountTypes') === 'Inclusive';
  const lines = each(native, field, (line): NetLine | undefined => {
    const written = moneyOr0(line, 'LineAmount');
    const net = isInclusive ? written.minus(moneyOr0(line, 'TaxAmount')) : written;
    return net.eq(nothing) ? undefined : { accountId: chart.named(line, 'AccountID', 'AccountCode'), net };
  });
  return lines.filter((line) => line !== undefined);
}
