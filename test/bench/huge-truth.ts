import type pg from 'pg';
import { SimulatedBooks, type TruthSum } from '#test/books-truth';
import type { RunningPlatform } from '#test/processes';

type CurrencySum = Pick<TruthSum, 'count' | 'total'>;
type Sign = 1 | -1;

/** What of the books each data type has to come to: types of a kind in the states that are served, with their sign. */
const wanted: Record<string, Record<string, { types: Record<string, Sign>; but: readonly string[] }>> = {
  invoices: { invoices: { types: { ACCREC: 1 }, but: ['DELETED'] } },
  bills: { invoices: { types: { ACCPAY: 1 }, but: ['DELETED'] } },
  creditNotes: { creditNotes: { types: { ACCRECCREDIT: 1 }, but: ['DELETED'] } },
  billCreditNotes: { creditNotes: { types: { ACCPAYCREDIT: 1 }, but: ['DELETED'] } },
  payments: {
    payments: { types: { ACCRECPAYMENT: 1, ARCREDITPAYMENT: -1, ARPREPAYMENTPAYMENT: -1, AROVERPAYMENTPAYMENT: -1 }, but: ['DELETED'] },
    prepayments: { types: { 'RECEIVE-PREPAYMENT': 1 }, but: ['VOIDED'] }, overpayments: { types: { 'RECEIVE-OVERPAYMENT': 1 }, but: ['VOIDED'] },
  },
  billPayments: {
    payments: { types: { ACCPAYPAYMENT: 1, APCREDITPAYMENT: -1, APPREPAYMENTPAYMENT: -1, APOVERPAYMENTPAYMENT: -1 }, but: ['DELETED'] },
    prepayments: { types: { 'SPEND-PREPAYMENT': 1 }, but: ['VOIDED'] }, overpayments: { types: { 'SPEND-OVERPAYMENT': 1 }, but: ['VOIDED'] },
  },
  directIncomes: { bankTransactions: { types: { RECEIVE: 1 }, but: ['DELETED'] } },
  directCosts: { bankTransactions: { types: { SPEND: 1 }, but: ['DELETED'] } },
  transfers: { bankTransfers: { types: { TRANSFER: 1 }, but: ['DELETED'] } },
  purchaseOrders: { purchaseOrders: { types: { PURCHASEORDER: 1 }, but: ['DELETED'] } },
  customers: { contacts: { types: { CONTACT: 1 }, but: [] } },
  suppliers: { contacts: { types: { CONTACT: 1 }, but: [] } },
  journalEntries: { manualJournals: { types: { MANJOURNAL: 1 }, but: ['DELETED', 'VOIDED', 'DRAFT'] } },
};
/** Data types whose documents have no one total. */
const onlyCounted = ['customers', 'suppliers', 'journalEntries'];

/** Counts and sums of all that is served, by data type and currency, beside those of the simulator's books; `different` is empty when all is well. */
export async function comparedWithTruth(platform: RunningPlatform, admin: pg.Client, connectionId: string): Promise<{ equal: number; different: Record<string, unknown> }> {
  const sums = await (await SimulatedBooks.of(platform)).currencySums();
  const { rows } = await admin.query<{ data_type: string; currency: string; count: number; total: string }>(`
    select data_type, coalesce(d ->> 'currency', d #>> '{from,currency}', '') as currency, count(*)::int as count,
      coalesce(sum(coalesce(d ->> 'totalAmount', d #>> '{from,amount}')::numeric), 0)::numeric(20, 2)::text as total
    from (select data_type, document::jsonb as d from record where connection_id = $1 and document is not null and not is_deleted) served
    group by 1, 2`, [connectionId]);
  const expected = [...Object.keys(wanted).flatMap((dataType) => [...truthOf(dataType, sums)]), ...Object.entries(sums['movements']).map(([currency, sum]) => [`accountTransactions ${currency}`, sum] as const)];
  const different: Record<string, unknown> = {};
  for (const [name, truth] of expected) {
    const stored = rows.find(({ data_type, currency }) => `${data_type} ${currency}` === name);
    if (stored?.count !== truth.count || stored.total !== truth.total) different[name] = { stored: stored && [stored.count, stored.total], truth: [truth.count, truth.total] };
  }
  return { equal: expected.length - Object.keys(different).length, different };
}

function truthOf(dataType: string, sums: Record<string, Record<string, CurrencySum>>): Map<string, CurrencySum> {
  const found = new Map<string, { count: number; cents: bigint }>();
  for (const [kind, { types, but }] of Object.entries(wanted[dataType])) {
    for (const [key, { count, total }] of Object.entries(sums[kind])) {
      const [type, status, currency] = key.split('.');
      if (!(type in types) || but.includes(status)) continue;
      const name = `${dataType} ${dataType === 'journalEntries' ? '' : currency}`;
      const before = found.get(name) ?? { count: 0, cents: 0n };
      found.set(name, { count: before.count + count, cents: before.cents + BigInt(types[type]) * BigInt(total.replace('.', '')) });
    }
  }
  return new Map([...found].map(([name, { count, cents }]) => [name, { count, total: onlyCounted.includes(dataType) ? '0.00' : decimal(cents) }]));
}

function decimal(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
