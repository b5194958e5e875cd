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
 * Only documents to which something was allocated later are parsed: most books have few, and some have a million others.
 * Where the day of the last allocation is not known, what was settled as a whole more than a year before is not looked
 * into: nobody enters an allocation with a date so far ahead.
 */
const outstandingSql = `
  with documents as (
    select * from record r
    where r.operator_id = $1 and r.connection_id = $2 and r.data_type in ($3, $4) and r.document is not null and not r.is_deleted
      and r.status in ('submitted', 'open', 'partiallypaid') and r.issued_on < $6::text::date + 1
    union all
    select * from record r
    where r.operator_id = $1 and r.connection_id = $2 and r.data_type in ($3, $4) and r.document is not null and not r.is_deleted
      and r.status = 'paid' and r.issued_on < $6::text::date + 1 and r.settled_on > $6::text::date
    union all
    select * from record r
    where r.operator_id = $1 and r.connection_id = $2 and r.data_type in ($3, $4) and r.document is not null and not r.is_deleted
      and r.status = 'paid' and r.issued_on < $6::text::date + 1 and r.settled_on is null
      and (r.source_modified_at is null or r.source_modified_at > $6::text::date - 366)
  ), open as (
    select r.data_type, r.source_id, r.contact_id, r.currency, r.issued_on,
      case r.data_type when $3 then 1 else -1 end * coalesce(r.amount_due, 0) - coalesce(later.amount, 0) as amount
    from documents r
    left join lateral (
      select sum((a #>> '{allocation,totalAmount}')::numeric) as amount
      from jsonb_array_elements(case when coalesce(r.settled_on, 'infinity') > $6::text::date then r.document::jsonb -> 'paymentAllocations' end) a
      where left(coalesce(a #>> '{allocation,allocatedOnDate}', a #>> '{payment,paidOnDate}'), 10) > $6::text) later on true
    union all
    select r.data_type, r.source_id, r.contact_id, r.currency, r.issued_on, until.amount
    from record r
    cross join lateral (
      select sum((k ->> 'amount')::numeric) as amount
      from jsonb_array_elements(r.document::jsonb -> 'lines') l cross join jsonb_array_elements(l -> 'links') k
      where k ->> 'type' = 'PaymentOnAccount' and left(coalesce(l ->> 'allocatedOnDate', ''), 10) <= $6::text) until
    where r.operator_id = $1 and r.connection_id = $2 and r.data_type = $5 and r.source = any($11) and r.document is not null and not r.is_deleted
      and r.issued_on < $6::text::date + 1
  ), contacts as materialized (
    select c.contact_id, d.contact ->> 'id' as id, d.contact ->> $8::text as name
    from (select distinct on (contact_id) contact_id, data_type, source_id from open where amount <> 0 order by contact_id, issued_on desc) c
    cross join lateral (
      select r.document::json -> $7::text as contact from record r
      where r.operator_id = $1 and r.connection_id = $2 and r.data_type = c.data_type and r.source_id = c.source_id offset 0) d
  )
  select c.id as contact_id, c.name as contact_name, sums.currency, sums.period, sums.data_type, sums.amount
  from (
    select contact_id, coalesce(upper(currency), 'XXX') as currency, least(($6::text::date - issued_on::date) / $10::int, $9::int - 1) as period, data_type, sum(amount) as amount
    from open where amount <> 0 group by 1, 2, 3, 4) sums
  join contacts c on coalesce(c.contact_id, '') = coalesce(sums.contact_id, '')
  order by 2 nulls last, sums.contact_id, 3, 4, array_position(array[$3, $4, $5], sums.data_type)`;

export async function readOutstanding(client: ClientBase, query: OutstandingQuery): Promise<Outstanding[]> {
  const { operatorId, connectionId, side: { documents, notes, payments, contact }, onAccount, reportDate, numberOfPeriods, periodLengthDays } = query;
  const { rows } = await client.query<Outstanding>(outstandingSql, [operatorId, connectionId, documents, notes, payments, reportDate, ...contact, numberOfPeriods, periodLengthDays, onAccount]);
  return rows;
}
