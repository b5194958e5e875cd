import { z } from 'zod';
import { type PropertyType, typeOf } from './properties.js';

export type Cell = string | number | boolean | undefined;

/** One column of a table of documents. */
export interface Column {
  /** Names joined by points: `customerRef.id`. */
  readonly name: string;
  readonly path: readonly string[];
  /** `json`: the value is written as JSON, since it has no fixed columns of its own. */
  readonly type: PropertyType | 'json';
}

export interface Table {
  readonly columns: readonly Column[];
  /** Lists of objects, of which each is a table of its own: the lines of an invoice. */
  readonly lists: readonly { readonly path: readonly string[]; readonly name: string; readonly columns: readonly Column[] }[];
}

/** How documents of a schema are written as tables: nothing of them is left out. */
export function tableOf(schema: z.ZodObject): Table {
  const all = leavesOf(schema, []);
  return {
    columns: all.filter(({ list }) => list === undefined).map(columnOf),
    lists: all.flatMap(({ path, list }) => (list === undefined ? [] : [{ path, name: path.join('.'), columns: leavesOf(list, []).map(columnOf) }])),
  };
}

export function cellOf(document: unknown, { path, type }: Column): Cell {
  const value = valueAt(document, path);
  if (value === undefined || value === null) return undefined;
  return type === 'json' || typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
}

export function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value === null || typeof value !== 'object' ? undefined : (value as Record<string, unknown>)[name]), document);
}

interface Leaf {
  readonly path: readonly string[];
  /** The schema of the objects that a list holds. */
  readonly list?: z.ZodObject | undefined;
  readonly type: Column['type'];
}

function leavesOf(schema: z.ZodObject, path: readonly string[]): Leaf[] {
  return Object.entries(schema.shape).flatMap(([key, wrapped]): Leaf[] => {
    const value = withoutWrappers(wrapped);
    const here = [...path, key];
    // A line of a statement holds lines: what has itself below it cannot have a column for each.
    if (value instanceof z.ZodObject && !holdsItself(value)) return leavesOf(value, here);
    const element = value instanceof z.ZodArray ? withoutWrappers(value.element) : undefined;
    if (element instanceof z.ZodObject && !holdsItself(element)) return [{ path: here, list: element, type: 'json' }];
    return [{ path: here, type: typeOf(value) ?? 'json' }];
  });
}

function holdsItself(schema: z.ZodObject, root = schema): boolean {
  return Object.values(schema.shape).some((wrapped) => {
    const value = withoutWrappers(wrapped);
    const inner = value instanceof z.ZodArray ? withoutWrappers(value.element) : value;
    return inner === root || (inner instanceof z.ZodObject && inner !== schema && holdsItself(inner, root));
  });
}

function withoutWrappers(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? withoutWrappers(schema.unwrap()) : schema;
}

function columnOf({ path, type }: Leaf): Column {
  return { name: path.join('.'), path, type };
}
