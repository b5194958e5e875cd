import { z } from 'zod';
import { isSupportedDataType, type SupportedDataType } from './data-types.js';
import { models } from './models.js';

export type PropertyType = 'string' | 'number' | 'boolean' | 'date';

/** A property that can be filtered and ordered by. */
export interface Property {
  /** Names joined by points: `customerRef.id`. */
  readonly path: string;
  readonly type: PropertyType;
}

/** Something that queries run on: a data type or another list of the API. */
export interface QueryTarget {
  /** Name that error messages use. */
  readonly name: string;
  readonly properties: readonly Property[];
}

const targets = new Map<SupportedDataType, QueryTarget>();

/** The single-valued properties of a data type. What lies inside arrays cannot be queried. */
export function queryTarget(dataType: SupportedDataType): QueryTarget {
  if (!isSupportedDataType(dataType)) throw new Error('Unknown data type');
  let target = targets.get(dataType);
  if (target === undefined) {
    const { name, schema } = models[dataType];
    target = { name, properties: propertiesOf(schema) };
    targets.set(dataType, target);
  }
  return target;
}

/** Every scalar below an object schema, arrays and free-form maps left out. */
export function propertiesOf(schema: z.ZodObject, prefix = ''): Property[] {
  return Object.entries(schema.shape).flatMap(([key, value]) => {
    const inner = withoutWrappers(value);
    if (inner instanceof z.ZodObject) return propertiesOf(inner, `${prefix}${key}.`);
    const type = typeOf(inner);
    return type === undefined ? [] : [{ path: `${prefix}${key}`, type }];
  });
}

/** A path as written by a consumer. Exact spelling first, then regardless of case, as the published documentation is lax. */
export function findProperty(target: QueryTarget, path: string): Property | undefined {
  const lower = path.toLowerCase();
  return (
    target.properties.find((property) => property.path === path) ??
    target.properties.find((property) => property.path.toLowerCase() === lower)
  );
}

function withoutWrappers(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? withoutWrappers(schema.unwrap()) : schema;
}

/** None for what holds more than one value. */
export function typeOf(schema: unknown): PropertyType | undefined {
  if (schema instanceof z.ZodISODateTime) return 'date';
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return 'string';
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return undefined;
}
