import type { NativeRecord, Source } from '#connector-kit/connector';
import type { Names } from '#connector-kit/references';
import { instantOf, requiredText } from './native.js';
import { type Query, readInParts, readPage } from './reading.js';
import { noNames } from './records/names.js';
import { type MonthlyReport, readReport } from './records/report-months.js';
import { monthOf } from './records/report-rows.js';

/** One row of the table of sources: what differs from endpoint to endpoint. */
export interface Row extends Partial<Pick<Source, 'read' | 'id' | 'modifiedAt' | 'names' | 'ignores' | 'absence' | 'tierFeature' | 'insteadOf' | 'standsOnTrade'>> {
  readonly mappings: Source['mappings'];
  /** Property that holds the record's id. */
  readonly idField: string;
  readonly scopes: readonly string[];
  readonly needs?: readonly string[];
  /** Sent with every call. */
  readonly query?: Query;
  /** Property of the answer that holds the rows, where it is not called as the endpoint is. */
  readonly list?: string;
}

/** The whole list in one answer, each time: some have no date of change, and what is gone shows only by its absence. */
export function whole(endpoint: string, { query, list = endpoint, ...row }: Row): Source {
  return { ...common(endpoint, row), kind: 'whole', read: (call) => readInParts(call, endpoint, list, query), ...exceptions(row) };
}

/** Paged by a thousand, with a date of change. Nothing vanishes from these: it is voided, deleted or archived in place. */
export function paged(endpoint: string, { query, ...row }: Row): Source {
  return { ...common(endpoint, row), kind: 'paged', read: (call, request) => readPage(call, endpoint, request, query), ...exceptions(row) };
}

/** Rows that are only ever added, and read from a bookmark. */
export function appended(endpoint: string, row: Row & Pick<Source, 'read'>): Source {
  return { ...common(endpoint, row), ...exceptions(row), kind: 'appended', read: row.read };
}

/** One record for each month of a report. */
export function monthly(key: string, report: MonthlyReport, { scopes, mappings }: Pick<Row, 'scopes' | 'mappings'>): Source {
  const row: Row = { scopes, mappings, idField: 'Month', needs: ['Organisation', 'Accounts'], absence: 'kept', id: monthOf };
  return { ...common(`Reports/${key}`, row), ...exceptions(row), kind: 'whole', read: readReport(report) };
}

function common(key: string, { mappings, idField, scopes, needs = [], absence = 'gone' }: Row) {
  return {
    key,
    dataTypes: Object.keys(mappings) as (keyof typeof mappings)[],
    needs,
    scopes,
    absence,
    mappings,
    id: (native: NativeRecord) => requiredText(native, idField),
    modifiedAt: (native: NativeRecord) => changedAt(native, 'UpdatedDateUTC'),
    names: (): Names => noNames,
  };
}

function exceptions({ mappings: _mappings, idField: _idField, needs: _needs, ...row }: Row): Partial<Source> {
  return row;
}

/** A date that cannot be read is the mapping's to report. */
export function changedAt(native: NativeRecord, field: string): string | null {
  try {
    const modified = instantOf(native, field);
    return modified === undefined ? null : `${modified}Z`;
  } catch {
    return null;
  }
}
