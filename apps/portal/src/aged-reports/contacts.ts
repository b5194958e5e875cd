import type { AgedOutstandingAmount } from '#accounting/models/aged-report';
import { sum } from '#accounting/money';
import type { Outstanding } from './outstanding.js';

export interface AgedContact {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly agedCurrencyOutstanding: { currency: string; agedOutstandingAmounts: AgedOutstandingAmount[] }[];
}

export interface Periods {
  readonly reportDate: string;
  readonly numberOfPeriods: number;
  readonly periodLengthDays: number;
}

const names: Readonly<Record<string, string>> = {
  invoices: 'Invoices', creditNotes: 'Credit notes', bills: 'Bills', billCreditNotes: 'Bill credit notes', payments: 'Overpayments', billPayments: 'Overpayments',
};

/** One entry for each contact, in the order of the rows, with every period of each of its currencies. */
export function byContact(rows: readonly Outstanding[], periods: Periods): AgedContact[] {
  const spans = spansOf(periods);
  return grouped(rows, ({ contact_id }) => contact_id).map((ofContact) => ({
    id: ofContact[0].contact_id ?? undefined,
    name: ofContact[0].contact_name ?? undefined,
    agedCurrencyOutstanding: grouped(ofContact, ({ currency }) => currency).map((ofCurrency) => ({
      currency: ofCurrency[0].currency,
      agedOutstandingAmounts: spans.map((span, place) => {
        const details = ofCurrency.filter(({ period }) => period === place).map(({ data_type, amount }) => ({ name: names[data_type], amount: Number(amount) }));
        return { ...span, amount: sum(...details.map(({ amount }) => amount)), details };
      }),
    })),
  }));
}

/** First and last day of each period, the newest first. */
function spansOf({ reportDate, numberOfPeriods, periodLengthDays }: Periods): { fromDate: string; toDate: string }[] {
  const daysBefore = (days: number) => `${new Date(Date.parse(`${reportDate}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)}T00:00:00`;
  return Array.from({ length: numberOfPeriods }, (_, place) => ({
    fromDate: place === numberOfPeriods - 1 ? '0001-01-01T00:00:00' : daysBefore((place + 1) * periodLengthDays - 1),
    toDate: daysBefore(place * periodLengthDays),
  }));
}

function grouped<T>(rows: readonly T[], key: (row: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups.values()];
}
