import type { NativeRecord } from './connector.js';

/** `LineItems[*].ItemCode`, as names, places from 0 and `*` for each of a list. */
export type NativePath = readonly (string | number)[];

const every = '*';
const step = /^(?:\.?([^.[\]'"*$\s][^.[\]'"*$]*)|\.?\[(\d{1,9}|\*|'[^']+'|"[^"]+")\])/;

/**
 * Reads what a consumer wrote: names joined by points, `[0]`, `[*]`, `['a name']`, with or without a JSONPath's `$.` before
 * them. `$[*].Name` is `Name`: the list is that of the records. Null when it is none of this.
 */
export function parseNativePath(text: string): NativePath | null {
  let rest = text.trim().replace(/^\$(\[\*\])?(?=[.[])/, '');
  const path: (string | number)[] = [];
  while (rest !== '') {
    const found = step.exec(rest);
    if (!found) return null;
    const [whole, name, inside = ''] = found;
    path.push(name ?? (/^\d/.test(inside) ? Number(inside) : inside.replace(/^['"]|['"]$/g, '')));
    rest = rest.slice(whole.length);
  }
  return path.length === 0 ? null : path;
}

/** Null where the record has nothing there; a list where the path goes through each of one. */
export function valueAtPath(native: NativeRecord, path: NativePath): unknown {
  return follow(native, path) ?? null;
}

function follow(value: unknown, [first, ...rest]: NativePath): unknown {
  if (first === undefined) return value;
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    if (first === every) return value.map((each) => follow(each, rest) ?? null);
    return typeof first === 'number' ? follow(value[first], rest) : undefined;
  }
  return typeof first === 'string' && Object.hasOwn(value, first) ? follow((value as NativeRecord)[first], rest) : undefined;
}
