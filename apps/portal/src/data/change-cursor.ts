import { isUuid } from '#platform/ids';
import { invalid } from '#platform/errors';
import { firstPosition, type ListPosition } from '#records/changes';
import type { ListTotals, RecordList } from '#records/read';
import { isStorableText } from '../http/json-body.js';

/** A position as consumers keep it: of one list, and opaque, so that it can say more one day. */
export function cursorOf({ connectionId, dataType }: RecordList, { version, id }: ListPosition): string {
  return Buffer.from(JSON.stringify([connectionId, dataType, version, id])).toString('base64url');
}

/**
 * The position that a cursor names; without one the first. Refuses what no answer gave, what is of another list, and what
 * is ahead of the list, as it would be after an older copy of the database took the place of this one: whoever went on from
 * there would miss changes.
 */
export function positionOf(cursor: string | undefined, { connectionId, dataType }: RecordList, { version: newest }: ListTotals): ListPosition {
  if (cursor === undefined) return firstPosition;
  const named = parse(cursor);
  if (!named) throw refused('is no cursor that an answer of this operation gave');
  if (named.connectionId !== connectionId || named.dataType !== dataType) throw refused('is the cursor of another list: begin again without one');
  if (BigInt(named.version) > BigInt(newest)) throw refused('is ahead of this list, which is not what it was: begin again without one');
  return named;
}

function parse(cursor: string): (ListPosition & { connectionId: string; dataType: string }) | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 4 || !parts.every((part) => typeof part === 'string')) return null;
  const [connectionId, dataType, version, id] = parts as [string, string, string, string];
  return isUuid(connectionId) && /^(-1|\d{1,18})$/.test(version) && isStorableText(id) ? { connectionId, dataType, version, id } : null;
}

const refused = (why: string) => invalid(`The cursor ${why}.`, [{ field: 'after', message: why }]);
