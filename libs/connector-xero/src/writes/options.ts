import type { WriteOption } from '#connector-kit/writes';

/** What a consumer may send, written as the trees that are served to consumers and checked before a write begins. */

type More = Partial<Pick<WriteOption, 'choices' | 'warnings' | 'information' | 'maxLength'>>;
type Make = (displayName: string, description: string, more?: More) => WriteOption;
export type Properties = Readonly<Record<string, WriteOption>>;

const leaf = (type: WriteOption['type']): Make => (displayName, description, more = {}) => ({ type, displayName, description, required: false, ...more });

export const text = leaf('String');
export const number = leaf('Number');
export const flag = leaf('Boolean');
export const date = leaf('DateTime');

export function object(displayName: string, description: string, properties: Properties, more: More = {}): WriteOption {
  return { type: 'Object', displayName, description, required: false, properties, ...more };
}

export function list(displayName: string, description: string, properties: Properties, more: More = {}): WriteOption {
  return { type: 'Array', displayName, description, required: false, properties, ...more };
}

/** One of the values; they are shown as they are. */
export function choice(displayName: string, description: string, values: readonly string[], more: More = {}): WriteOption {
  return text(displayName, description, { choices: values.map((value) => ({ value, displayName: value })), ...more });
}

/** `{ id }` of another record. */
export function reference(displayName: string, description: string, rule: string): WriteOption {
  return object(displayName, description, { id: needed(text('Identifier', description, { warnings: [rule] })) });
}

export function needed(option: WriteOption): WriteOption {
  return { ...option, required: true };
}

/** An update says only what is to change: nothing at the top is needed, within a part everything is as in a create. */
export function forUpdate(option: WriteOption): WriteOption {
  const properties = Object.entries(option.properties ?? {}).map(([name, property]) => [name, { ...property, required: false }]);
  return { ...option, properties: Object.fromEntries(properties) as Properties };
}
