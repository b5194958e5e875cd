import type { WriteOption } from '#connector-kit/writes';
import { z } from 'zod';

const types = ['Array', 'Object', 'String', 'Number', 'Boolean', 'DateTime', 'File', 'MultiPart'] as const;
const rule = z.object({ field: z.string().meta({ description: 'Which property.' }), details: z.string().meta({ description: 'The rule.' }) });

/** Each property has the form of the whole again. */
export const pushOptionSchema = z.object({
  type: z.enum(types).meta({ description: 'What it is. The properties of an Array are those of each of its elements.' }),
  displayName: z.string().meta({ description: 'Name for a person.' }),
  description: z.string().meta({ description: 'What it means.' }),
  required: z.boolean().meta({ description: 'Whether a push without it fails.' }),
  properties: z.record(z.string(), z.unknown()).optional().meta({ wire: { type: 'object', additionalProperties: { $ref: '#/components/schemas/PushOption' } }, description: 'What an Object, or each element of an Array, may hold, by name.' }),
  options: z.array(z.object({
    value: z.string().meta({ description: 'The value.' }), type: z.enum(types).meta({ description: 'Its type.' }), displayName: z.string().meta({ description: 'Name for a person.' }), required: z.boolean().meta({ description: 'Always false.' }),
  })).optional().meta({ description: 'The only values that are taken.' }),
  validation: z.object({
    warnings: z.array(rule).meta({ description: 'What makes a push fail.' }), information: z.array(rule).meta({ description: 'What to know.' }),
  }).optional().meta({ description: 'Rules in words.' }),
}).meta({ description: 'What a body may hold.' });

export type PushOption = z.output<typeof pushOptionSchema>;

export function toPushOption(option: WriteOption, field = ''): PushOption {
  const { type, displayName, description, required, properties, choices, maxLength } = option;
  const warnings = [...(maxLength === undefined ? [] : [`Must have at most ${maxLength} characters.`]), ...(option.warnings ?? [])];
  const information = option.information ?? [];
  const rules = (words: readonly string[]) => words.map((details) => ({ field, details }));
  return {
    type, displayName, description, required,
    ...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, toPushOption(property, name)])) } : {}),
    ...(choices ? { options: choices.map((choice) => ({ value: choice.value, type: 'String' as const, displayName: choice.displayName, required: false })) } : {}),
    ...(warnings.length > 0 || information.length > 0 ? { validation: { warnings: rules(warnings), information: rules(information) } } : {}),
  };
}
