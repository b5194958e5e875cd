import type { SupportedDataType } from '#accounting/data-types';
import type { ClientBase } from 'pg';

/** The two sides of trade credit: what asks for money, what gives it back, and what was paid without being asked. */
export interface Side {
  readonly documents: SupportedDataType;
  readonly notes: SupportedDataType;
  readonly payments: SupportedDataType;
  /** Property of all that names the contact, and its property with the name. */
  readonly contact: readonly [property: string, name: string];
}

/** What one kind of document adds to one period of one contact in one currency. */
export interface Outstanding {
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly currency: string;
  /** 0 is the newest. */
  readonly period: number;
  readonly data_type: SupportedDataType;
  readonly amount: string;
}

export interface OutstandingQuery {
  readonly operatorId: string;
  readonly connectionId: string;
  readonly side: Side;
  /** Keys of the sources whose payments stand on the same account as the documents. */
  readonly onAccount: readonly string[];
  /** `2026-11-30`. */
  readonly reportDate: string;
  readonly numberOfPeriods: number;
  readonly periodLengthDays: number;
}

/**
 * What is open now, with everything put back that was allocated after the day of the report. Allocations are negative on
 * documents and positive on notes, so that taking them off does it for both. Money on account is the sum of what changed it
 * up to that day: its links to the account are negative when it comes in and positive when it is used.
 *
 * What was settled as a whole more than a year before the day is not looked into: nobody enters an allocation with a date
 * so far ahead.
 */
const outstandingSql = `
  with open as (
    select r.data_type, r.contact_id, upper(r.currency) as currency, r.issued_on, j.document #>> array[$7::text, 'id'] as id, j.document #>> array[$7::text, $8::text] as name,
      case r.data_type when $3 then 1 else -1 end * coalesce(r.amount_due, 0) - coalesce(later.amount, 0) as amount
    from record r
    cross join lateral (select r.document::jsonb as document) j
    left join lateral (
      select sum((a #>> '{allocation,totalAmount}')::numeric) as amount
      from jsonb_array_elements(j.document -> 'paymentAllocations') a
      where left(coalesce(a #>> '{allocation,allocatedOnDate}', a #>> '{payment,paidOnDate}'), 10) > $6::text) later on true
    where r.operator_id = $1 and r.connection_id = $2 and r.data_type in ($3, $4) and r.document is not null and not r.is_deleted
      and r.status in ('submitted', 'open', 'partiallypaid', 'paid') and r.issued_on < $6::text::date + 1
      and (r.amount_due <> 0 or r.source_modified_at is null or r.source_modified_at > $6::text::date - 366)
    union all
    select r.data_type, r.contact_id, upper(r.currency), r.issued_on, j.document #>> array[$7::text, 'id'], j.document #>> array[$7::text, $8::text], until.amount
    from record r
    cross join lateral (select r.document::jsonb as document) j
    cross join lateral (
      select sum((k ->> 'amount')::numeric) as amount
      from jsonb_array_elements(j.document -> 'lines') l cross join jsonb_array_elements(l -> 'links') k
      where k ->> 'type' = 'PaymentOnAccount' and left(coalesce(l ->> 'allocatedOnDate', ''), 10) <= $6::text) until
    where r.operator_id = $1 and r.connection_id = $2 and r.data_type = $5 and r.source = any($11) and r.document is not null and not r.is_deleted
      and r.issued_on < $6::text::date + 1)
  select (array_agg(id order by issued_on desc))[1] as contact_id, (array_agg(name order by issued_on desc))[1] as contact_name,
    coalesce(currency, 'XXX') as currency, least(($6::text::date - issued_on::date) / $10::int, $9::int - 1) as period, data_type, sum(amount) as amount
  from open where amount <> 0
  group by open.contact_id, 3, 4, data_type
  order by 2 nulls last, open.contact_id, 3, 4, array_position(array[$3, $4, $5], data_type)`;

export async function readOutstanding(client: ClientBase, query: OutstandingQuery): Promise<Outstanding[]> {
  const { operatorId, connectionId, side: { documents, notes, payments, contact }, onAccount, reportDate, numberOfPeriods, periodLengthDays } = query;
  const { rows } = await client.query<Outstanding>(outstandingSql, [operatorId, connectionId, documents, notes, payments, reportDate, ...contact, numberOfPeriods, periodLengthDays, onAccount]);
  return rows;
}
