import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportedDataTypes, type SupportedDataType } from '#accounting/data-types';
import { models } from '#accounting/models';
import { buildReferences, type NamedDocuments, type SmallLists } from './build-references.js';
import type { Connector, NativeRecord } from './connector.js';
import { ReadingError } from './errors.js';

/** A native record in the form of a real answer, and what each data type of its source has to make of it. */
export interface Fixture {
  /** The rule that it shows, as a sentence. */
  readonly rule: string;
  readonly source: string;
  readonly native: NativeRecord;
  /** Canonical documents at hand, on top of those that all fixtures of the folder share. */
  readonly references?: SmallLists & NamedDocuments;
  readonly expected: { readonly [T in SupportedDataType]?: Outcome };
  /** The expected documents are whole; without it they are the part of the document that the rule is about. */
  readonly exact?: boolean;
  /** Properties that must not be there, as paths that begin with the data type. */
  readonly absent?: readonly string[];
}

/** A document; not of this type; deleted at the source; or unreadable, with the field that is at fault. */
export type Outcome = object | null | 'deleted' | { readonly fault: string };

/** Every `*.json` of a folder, each holding a list of fixtures, in order of file names. */
export function readFixtures(folder: string): Fixture[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Fixture[]);
}

/**
 * Maps a fixture's native record as every data type of its source. Compare the result with `fixture.expected`. Throws
 * when a document breaks its model or when a mapping throws anything but a ReadingError.
 */
export function mapFixture(connector: Connector, fixture: Fixture, shared: SmallLists & NamedDocuments): Record<string, Outcome> {
  const source = connector.sources.find(({ key }) => key === fixture.source);
  if (source === undefined) throw new Error(`There is no source ${fixture.source}`);
  const documents = { ...shared, ...fixture.references };
  const references = buildReferences(documents, documents);
  const native = frozen(fixture.native);
  const outcomes: Record<string, Outcome> = {};
  for (const dataType of supportedDataTypes) {
    const mapping = source.mappings[dataType];
    if (mapping === undefined) continue;
    try {
      const mapped = mapping(native, references);
      outcomes[dataType] = mapped === null ? null : mapped.deleted ? 'deleted' : checked(dataType, mapped.document);
    } catch (error) {
      if (!(error instanceof ReadingError)) throw error;
      outcomes[dataType] = { fault: error.field };
    }
  }
  return outcomes;
}

/** What is served: the document as JSON has it, which must be the same as the document itself. */
function checked(dataType: SupportedDataType, document: object): object {
  const problem = models[dataType].schema.strict().safeParse(document).error;
  if (problem !== undefined) throw new Error(`The document is no ${dataType}: ${problem.message}`);
  return JSON.parse(JSON.stringify(document)) as object;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
