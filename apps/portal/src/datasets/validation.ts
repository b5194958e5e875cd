import type { SupportedDataType } from '#accounting/data-types';
import { validatorName } from '#accounting/rules';
import type { Flaw } from '#records/flaws';
import { z } from 'zod';

const itemSchema = z.object({
  ruleId: z.string().optional().meta({ description: 'The rule that is broken; absent for what was found before rules had names.' }),
  itemId: z.string().meta({ description: 'Id of the record.' }),
  message: z.string().meta({ description: 'What is wrong with it, for a person to read.' }),
  validatorName: z.string().meta({ description: 'Who checked it, such as InvoiceValidator.' }),
}).meta({ description: 'One broken rule of one record.' });

export const validationSchema = z.object({
  errors: z.array(itemSchema).meta({ description: 'Records that cannot be read, and amounts that do not agree.' }),
  warnings: z.array(itemSchema).meta({ description: 'Totals that were adjusted against their lines a little.' }),
}).meta({ description: 'What is wrong with the records of a data type.' });

export type Validation = z.output<typeof validationSchema>;

/** The wire has no pages for these: a list longer than this is for nobody to read. */
export const mostFlawed = 1000;

export function toValidation(dataType: SupportedDataType, flaws: readonly Flaw[]): Validation {
  const items = (severity: Flaw['severity']) => flaws
    .filter((flaw) => flaw.severity === severity)
    .map(({ ruleId, sourceId, message }) => ({ ...(ruleId ? { ruleId } : {}), itemId: sourceId, message, validatorName: validatorName(dataType) }));
  return { errors: items('error'), warnings: items('warning') };
}
