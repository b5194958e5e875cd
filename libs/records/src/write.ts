import { setImmediate as breathe } from 'node:timers/promises';
import type pg from 'pg';
import { models } from '#accounting/models';
import { indexedColumns } from '#accounting/indexed';
import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import { findingsOf } from './findings.js';
import { boundedText, cleanText, documentText, withModifiedDate } from './record-text.js';
import type { RecordToWrite, TouchedRecord, Written } from './record-to-write.js';
import { textArray } from './text-array.js';
import * as sql from './write-statements.js';
import { keepVersions } from './write-versions.js';
import { WritePlan, type StoredRecord } from './write-plan.js';

export interface Place {
  readonly operatorId: string;
  readonly connectionId: string;
}

export interface WriteOptions {
  /** Data types of which what was touched is told as it was before, too. */
  readonly compared?: readonly SupportedDataType[];
  /** How many earlier documents of each record are kept. */
  readonly keptVersions?: number;
}

/**
 * Writes a page of records in the caller's transaction: looks at ids and hashes first, sends only what is new or changed,
 * and keeps the totals. Of records that are given twice the first one counts.
 */
export async function writeRecords(
  client: pg.ClientBase, place: Place, records: readonly RecordToWrite[], { compared = [], keptVersions = 0 }: WriteOptions = {},
): Promise<Written> {
  if (records.length === 0) return { counts: new Map(), touched: [] };
  const dataTypes = [...new Set(records.map(({ dataType }) => dataType))];
  const key = [place.operatorId, place.connectionId];
  const [at, ...lists] = await Promise.all([takeTurn(client, place, dataTypes), ...dataTypes.map((dataType) => readStored(client, key, dataType, records))]);
  const stored = new Map(lists.flat());

  const plan = new WritePlan();
  for (const record of records) plan.add(record, stored.get(recordKey(record)));
  const marked = await markDeleted(client, key, plan);
  const replaced = plan.documents.filter(({ record, replaces }) => replaces && compared.includes(record.dataType));
  const before = await storedDocuments(client, key, replaced.map(({ record }) => record));

  const documents = [...plan.documents, ...marked];
  const overwritten = documents.filter(({ record }) => (stored.get(recordKey(record))?.documentHash ?? null) !== null);
  await keepVersions(client, key, overwritten.map(({ record }) => record), { at, most: keptVersions });
  await send(client, sql.insertDocuments, key, documents, ({ record, document, text, deleted }) => ({
    native: record.native.text,
    document: datedTypes.has(record.dataType) ? withModifiedDate(text.text, at) : text.text,
    columns: {
      ...nativeColumns(record), ...documentColumns(record.dataType, document, at),
      document_hash: text.hash, is_deleted: deleted, findings: deleted ? null : findingsOf(record.dataType, document),
    },
  }));
  await send(client, sql.insertFaults, key, plan.faults, (record) => ({ native: record.native.text, columns: { ...nativeColumns(record), modified_at: at } }));
  await send(client, sql.updateNatives, key, plan.natives, (record) => ({ native: record.native.text, columns: nativeColumns(record) }));
  const removals = plan.removals.map(({ dataType, sourceId }) => ({ data_type: dataType, source_id: sourceId }));
  if (removals.length > 0) await client.query(sql.removeRecords, [...key, JSON.stringify(removals)]);
  for (const [dataType, change] of plan.totals) {
    const { served, unserved, deleted, faulty } = change;
    await client.query(sql.addToTotals, [...key, dataType, served, unserved, deleted, faulty]);
  }
  const touched = documents.map(({ record, document, deleted }): TouchedRecord => ({
    dataType: record.dataType, sourceId: record.sourceId, document, before: before.get(recordKey(record)) ?? null, gone: deleted,
  }));
  return { counts: plan.counts, touched };
}

export function recordKey({ dataType, sourceId }: { dataType: string; sourceId: string }): string {
  return `${dataType}\n${sourceId}`;
}

/**
 * Takes the turn to write these data types until the end of the transaction, and says when: the platform's time of
 * everything written in it. `writeRecords` does it by itself; whoever reads natives to write them again does it first.
 */
export async function takeTurn(client: pg.ClientBase, place: Place, dataTypes: readonly SupportedDataType[]): Promise<string> {
  const parameters = [place.operatorId, place.connectionId, [...dataTypes].sort()];
  const [, { rows }] = await Promise.all([client.query(sql.makeTotals, parameters), client.query<{ at: Date }>(sql.lockTotals, parameters)]);
  return `${rows[0].at.toISOString().slice(0, 19)}Z`;
}

async function readStored(client: pg.ClientBase, key: string[], dataType: SupportedDataType, records: readonly RecordToWrite[]): Promise<[string, StoredRecord][]> {
  const sourceIds = records.filter((record) => record.dataType === dataType).map(({ sourceId }) => sourceId);
  const { rows } = await client.query<{
    source: string; source_id: string; native_hash: string; document_hash: string | null; is_deleted: boolean; faulty: boolean;
  }>(sql.storedRecords, [...key, dataType, sourceIds]);
  return rows.map((row) => [recordKey({ dataType, sourceId: row.source_id }), {
    source: row.source, nativeHash: row.native_hash, documentHash: row.document_hash, isDeleted: row.is_deleted, faulty: row.faulty,
  }]);
}

/** A served record that is gone keeps its last document and status; only `metadata.isDeleted` says so. */
async function markDeleted(client: pg.ClientBase, key: string[], plan: WritePlan) {
  const documents = await storedDocuments(client, key, plan.marks);
  return plan.marks.map((record) => {
    const document = deletedDocument(documents.get(recordKey(record))!);
    return { record, document, text: documentText(document), deleted: true };
  });
}

async function storedDocuments(client: pg.ClientBase, key: string[], records: readonly RecordToWrite[]): Promise<Map<string, CanonicalDocument>> {
  if (records.length === 0) return new Map();
  const dataTypes = [...new Set(records.map(({ dataType }) => dataType))];
  const { rows } = await client.query<{ data_type: string; source_id: string; document: string }>(
    sql.storedDocuments, [...key, dataTypes, records.map(({ sourceId }) => sourceId)]);
  return new Map(rows.map((row) => [recordKey({ dataType: row.data_type, sourceId: row.source_id }), JSON.parse(row.document) as CanonicalDocument]));
}

/** Data types without metadata have nothing to show it by; their row is marked all the same. */
export function deletedDocument(document: CanonicalDocument): CanonicalDocument {
  return document.metadata ? { ...document, metadata: { ...document.metadata, isDeleted: true } } : document;
}

interface Row {
  readonly columns: object;
  readonly native: string | Buffer;
  readonly document?: string;
}

/** Rows of one statement: while the database stores them, the next ones are rendered, and other pages are mapped. */
const chunk = 250;

async function send<T>(client: pg.ClientBase, statement: string, key: string[], items: readonly T[], rowOf: (item: T) => Row): Promise<void> {
  const storing: Promise<unknown>[] = [];
  for (let start = 0; start < items.length; start += chunk) {
    // What was sent leaves the process only in between; the database is not waited for, so that it never waits for rows either.
    if (start > 0) await breathe();
    const rows = items.slice(start, start + chunk).map(rowOf);
    const parameters = [
      JSON.stringify(rows.map(({ columns }) => columns)),
      textArray(rows.map(({ native }) => native)),
      textArray(rows.flatMap(({ document }) => document ?? [])),
    ];
    const stored = client.query(statement, [...key, ...parameters]);
    // Awaited below: until then its failure must not count as unhandled.
    stored.catch(() => undefined);
    storing.push(stored);
  }
  await Promise.all(storing);
}

function nativeColumns({ dataType, source, sourceId, native, outcome }: RecordToWrite) {
  const fault = outcome.kind === 'faulty' ? { ruleId: outcome.ruleId, field: boundedText(outcome.field), reason: boundedText(outcome.reason) } : null;
  return { data_type: dataType, source, source_id: sourceId, native_hash: native.hash, fault };
}

const datedTypes = new Set(Object.entries(models).filter(([, model]) => 'modifiedDate' in model.schema.shape).map(([dataType]) => dataType));

function documentColumns(dataType: SupportedDataType, document: CanonicalDocument, at: string) {
  const columns = indexedColumns(dataType, document);
  return {
    modified_at: at,
    source_modified_at: document.sourceModifiedDate ?? null,
    ...columns,
    status: cleaned(columns.status),
    number: cleaned(columns.number),
    contact_id: cleaned(columns.contact_id),
    currency: cleaned(columns.currency),
  };
}

function cleaned(text: string | null): string | null {
  return text === null ? null : cleanText(text);
}
