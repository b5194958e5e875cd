import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import type { NativeRecord } from '#connector-kit/connector';
import { parseNativePath, valueAtPath } from '#connector-kit/native-path';
import type { Place } from '#records/write';

/** What an operator wants of one kind of native documents, by names of its own. */
export interface SupplementConfig {
  /** The endpoint of the platform that has them. */
  readonly dataSource?: string;
  /** Path into the native document by the name under which its value is served. */
  readonly pullData?: Readonly<Record<string, string>>;
  /** For writes, by name in the same way. */
  readonly pushData?: Readonly<Record<string, string>>;
}

export type SupplementConfigs = Readonly<Record<string, SupplementConfig>>;

/** By data type; most have none. */
export type Supplements = ReadonlyMap<SupportedDataType, SupplementConfigs>;

/** What is configured for the platform of a connection. */
export async function readSupplements(client: pg.ClientBase, { operatorId, connectionId }: Place): Promise<Supplements> {
  const { rows } = await client.query<{ data_type: SupportedDataType; config: SupplementConfigs }>(`
    select s.data_type, s.config from supplemental_data s join connection k on k.operator_id = s.operator_id and k.platform_key = s.platform_key
    where k.operator_id = $1 and k.id = $2`, [operatorId, connectionId]);
  return new Map(rows.map(({ data_type, config }) => [data_type, config]));
}

/** The document with the values that its native document has for them: null where it has none. */
export function supplemented(document: CanonicalDocument, native: NativeRecord, configs: SupplementConfigs | undefined): CanonicalDocument {
  if (!configs) return document;
  const content = Object.entries(configs)
    .filter(([, { pullData }]) => pullData)
    .map(([name, { pullData }]) => [name, Object.fromEntries(Object.entries(pullData!).map(([key, path]) => [key, valueAtPath(native, parseNativePath(path) ?? [path])]))] as const);
  if (content.length === 0) return document;
  return { ...document, supplementalData: { content: Object.fromEntries(content) } } as CanonicalDocument;
}

/** The last part of an address, as `Invoices` of `/api.xro/2.0/Invoices?page=1`. */
export function endpointOf(dataSource: string): string {
  return dataSource.replace(/[?#].*$/, '').split('/').filter(Boolean).at(-1) ?? '';
}
