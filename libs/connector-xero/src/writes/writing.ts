import type { SupportedDataType } from '#accounting/data-types';
import type { Call } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { type Write, type WriteOption, WriteRefused, type Written } from '#connector-kit/writes';
import { candidates } from './candidates.js';
import { echoes } from './echo.js';
import { Given, recordIdOf } from './given.js';
import { Lookups } from './lookups.js';
import { forUpdate } from './options.js';
import { createRequest, currentRecord, type Element, onlyRecord, type Place, sentElement, updateRequest, words, writtenRecord } from './requests.js';

/** How the records of one data type are written: what differs from type to type. */
export interface Writing {
  readonly dataType: SupportedDataType;
  readonly place: Place;
  readonly scopes: readonly string[];
  readonly options: WriteOption;
  /** What Xero takes. With the record as Xero last sent it, of what is given; without one, of a whole document. */
  element(document: Given, lookups: Lookups, stored: NativeRecord | null): Promise<Element> | Element;
  /** Xero keeps both sides of a document in one list. */
  readonly type?: { readonly field: string; readonly value: string };
  /** A field that no two live records share. */
  readonly unique?: string;
  /** What a record turned out to be, where that may be another data type than was asked for. */
  dataTypeOf?(native: NativeRecord): SupportedDataType;
  /** What else a create is known to have made. */
  withOthers?(created: Written): Written;
}

/**
 * Creates one record. After a lost answer it is found by its unique field, where one was given, and otherwise by equality with
 * all that was sent: among what was written since, by this app where Xero can tell, and by no other push.
 */
export function creating(writing: Writing): Write {
  const { dataType, place, scopes, options, unique } = writing;
  const created = (native: NativeRecord): Written => {
    const written = writtenRecord(place, native, 'Created', writing.dataTypeOf?.(native) ?? dataType);
    return writing.withOthers?.(written) ?? written;
  };
  return {
    dataType,
    kind: 'Create',
    scopes,
    options,
    prepare: async (call, push, context) => createRequest(place, await writing.element(Given.document(push), new Lookups(call, context), null)),
    written: (answer) => created(onlyRecord(answer, place.endpoint)),
    async find(call, _push, sent) {
      const element = sentElement(sent.request, place.endpoint);
      const records = await candidates(call, place, sent);
      const { Type } = element;
      const equal = records.find((record) => echoes(record, element));
      const named = unique !== undefined && typeof element[unique] === 'string' && element[unique] !== ''
        ? records.find((record) => echoes(record, { Type, [unique]: element[unique] }))
        : undefined;
      const native = equal ?? named;
      return native === undefined ? null : created(native);
    },
  };
}

/** Changes what is given of one record. It has happened when all that was sent is in the record; sent twice it does no more. */
export function updating(writing: Writing): Write {
  const { dataType, place, scopes, options } = writing;
  const modified = (native: NativeRecord): Written => writtenRecord(place, native, 'Modified', dataType);
  return {
    dataType,
    kind: 'Update',
    scopes,
    options: forUpdate(options),
    async prepare(call, push, context) {
      const id = recordIdOf(push);
      const stored = await ofItsType(writing, call, id, await context.stored(place.endpoint, id));
      return updateRequest(place, id, await writing.element(Given.document(push), new Lookups(call, context), stored));
    },
    written: (answer) => modified(onlyRecord(answer, place.endpoint)),
    async find(call, push, { request }) {
      const native = await currentRecord(call, place, recordIdOf(push));
      const element = sentElement(request, place.endpoint);
      return echoes(native, element) && hasStatus(native, element) ? modified(native) : null;
    },
  };
}

/** An update may be of nothing but the status. An approved document may have been paid since. */
function hasStatus({ Status }: NativeRecord, sent: Element): boolean {
  return sent.Status === undefined || Status === sent.Status || (sent.Status === 'AUTHORISED' && Status === 'PAID');
}

/** The status that ends a record of this status; undefined where it has ended. */
export type Ending = (status: string | undefined) => string | undefined;

/** Ends one record, by the status that Xero asks for. It has happened when the record has ended. */
export function deleting(writing: Pick<Writing, 'dataType' | 'place' | 'scopes' | 'type'>, ending: Ending): Write {
  const { dataType, place, scopes } = writing;
  const deleted = (native: NativeRecord): Written => writtenRecord(place, native, 'Deleted', dataType);
  return {
    dataType,
    kind: 'Delete',
    scopes,
    options: null,
    async prepare(call, push) {
      const id = recordIdOf(push);
      // Not the stored one: which status ends a document depends on the one that it has now.
      const native = await ofItsType(writing, call, id, null);
      const status = ending(words(native, 'Status'));
      if (status === undefined) throw new WriteRefused([{ field: 'id', message: 'The record is deleted already.' }]);
      return updateRequest(place, id, { Status: status });
    },
    written: (answer) => deleted(onlyRecord(answer, place.endpoint)),
    async find(call, push) {
      const native = await currentRecord(call, place, recordIdOf(push));
      return ending(words(native, 'Status')) === undefined ? deleted(native) : null;
    },
  };
}

/** Nobody changes an invoice by the address of a bill. */
export async function ofItsType({ place, type, dataType }: Pick<Writing, 'place' | 'type' | 'dataType'>, call: Call, id: string, stored: NativeRecord | null): Promise<NativeRecord> {
  const native = stored ?? (await currentRecord(call, place, id));
  if (type === undefined || native[type.field] === type.value) return native;
  throw new WriteRefused([{ field: 'id', message: `The record is not one of ${dataType}.` }]);
}

/** Of a document of both drafts and approved ones. */
export const endingOfDocument: Ending = (status) => {
  if (status === 'DRAFT' || status === 'SUBMITTED') return 'DELETED';
  return status === 'DELETED' || status === 'VOIDED' ? undefined : 'VOIDED';
};
