const quote = 0x22;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openRecord = 0x7b;
const closeRecord = 0x7d;

const written = new WeakMap<object, Buffer>();

/** The bytes that `parseJson` read this very record from; undefined for one that was made otherwise. */
export function bytesOf(record: object): Buffer | undefined {
  return written.get(record);
}

/** A longer list is a LongList. Pages are not that long: only a list that comes whole, however many records it has. */
export const longest = 1000;

/** Records of an answer that stay bytes until they are asked for: as objects, 50,000 of them would not fit into a worker. */
export class LongList {
  constructor(private readonly bytes: Buffer, private readonly places: readonly number[]) {}

  get length(): number {
    return this.places.length / 2;
  }

  /** As Array's. Throws SyntaxError where a record is none. */
  slice(from = 0, to = this.length): object[] {
    return Array.from({ length: Math.max(0, Math.min(to, this.length) - from) }, (_, index) => record(this.bytes, this.places, from + index));
  }
}

/**
 * As JSON.parse, but for a LongList. Of an answer that is one list of records in an envelope, each record's own bytes are
 * remembered: comparing those with what came last time costs a tenth of printing the record again. Throws SyntaxError.
 */
export function parseJson(bytes: Buffer): unknown {
  const places = recordsIn(bytes);
  return (places.length > 0 && parseApart(bytes, places)) || JSON.parse(bytes.toString('utf8'));
}

/** The envelope and each record by themselves, which is no slower than all at once. Null: not the one list that it looked like. */
function parseApart(bytes: Buffer, places: readonly number[]): object | null {
  const around: string[] = [];
  for (let at = -1; at < places.length; at += 2) around.push(bytes.toString('utf8', places[at], places[at + 1]));
  // Nothing that stood beside `null` without a comma would make a word of it: what parses in parts parses as a whole.
  const envelope = JSON.parse(around.join('null')) as Record<string, unknown>;
  const [name, list] = Object.entries(envelope).find(([, value]) => Array.isArray(value)) ?? [];
  if ((list as unknown[] | undefined)?.length !== places.length / 2) return null;
  const records = new LongList(bytes, places);
  return { ...envelope, [name!]: records.length > longest ? records : records.slice() };
}

function record(bytes: Buffer, places: readonly number[], index: number): object {
  const own = bytes.subarray(places[2 * index], places[2 * index + 1]);
  const parsed = JSON.parse(own.toString('utf8')) as object;
  written.set(parsed, own);
  return parsed;
}

/** Starts and ends of the records in the only list that stands directly in an object. */
function recordsIn(bytes: Buffer): number[] {
  const places: number[] = [];
  let depth = 0;
  let lists = 0;
  let inList = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      for (at += 1; at < bytes.length && bytes[at] !== quote; at += 1) if (bytes[at] === backslash) at += 1;
    } else if (byte === openRecord || byte === openList) {
      if (depth === 1 && byte === openList) {
        lists += 1;
        inList = true;
      }
      if (depth === 2 && inList && byte === openRecord) places.push(at);
      depth += 1;
    } else if (byte === closeRecord || byte === closeList) {
      depth -= 1;
      if (depth === 2 && inList && byte === closeRecord) places.push(at + 1);
      if (depth === 1) inList = false;
    }
  }
  return lists === 1 ? places : [];
}
