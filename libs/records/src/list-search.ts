import type { Query } from '#accounting/query';
import { conditionOf, Parameters, type PropertySql } from './query-sql.js';
import { documentProperty, recordProperties } from './record-columns.js';
import type { ListTotals, PageRequest, RecordList } from './read.js';

/** Which records of a list are meant, as SQL over the table `record` named `r`. */
export class ListSearch {
  readonly properties: PropertySql;
  /** Names this search of the list as it is now. */
  readonly key: string;

  /** What `r` stands for: the table, or what was served at an earlier instant. */
  readonly table: string;
  private readonly query: Query | undefined;
  private readonly asOf: string | undefined;

  constructor(private readonly list: RecordList, private readonly totals: ListTotals, { query, asOf }: Pick<PageRequest, 'query' | 'asOf'>) {
    this.query = query;
    this.asOf = asOf;
    this.table = asOf === undefined ? 'record' : servedThen('$4');
    this.properties = asOf === undefined ? recordProperties(list.dataType, totals.deleted) : documentProperty;
    const { operatorId, connectionId, dataType } = list;
    this.key = JSON.stringify([operatorId, connectionId, dataType, totals.version, query ?? null, asOf ?? null]);
  }

  /** New parameters that begin with the list's own place. */
  parameters(): Parameters {
    const { operatorId, connectionId, dataType } = this.list;
    return new Parameters([operatorId, connectionId, dataType, ...(this.asOf === undefined ? [] : [this.asOf])]);
  }

  /** `ordered`: by something else than the key. The indexes for that hold served records only, and serve a search that says so. */
  condition(parameters: Parameters, ordered = false): string {
    const conditions = ['r.operator_id = $1 and r.connection_id = $2 and r.data_type = $3'];
    // Without unserved records the primary key alone says what is in the list.
    if (this.query || ordered || this.totals.unserved > 0) conditions.push('r.document is not null');
    if (this.query) conditions.push(conditionOf(this.query, this.properties, parameters));
    return conditions.join(' and ');
  }
}

/** Documents as they were served at the instant that a placeholder stands for: those that still are, and the versions of then. */
export function servedThen(instant: string): string {
  return `(
    select operator_id, connection_id, data_type, source_id, document from record where document is not null and modified_at <= ${instant}::timestamptz
    union all
    select operator_id, connection_id, data_type, source_id, document from record_version
    where valid_from <= ${instant}::timestamptz and valid_to > ${instant}::timestamptz)`;
}
