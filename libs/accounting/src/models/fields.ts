import { z } from 'zod';

/**
 * Building blocks of the models. All properties are optional unless the wire format requires them, and none is ever
 * null: a value that the source does not give is left out.
 */

/** JSON number; exact decimals are turned into it at the very edge (see money.ts). */
export const amount = (description: string) => z.number().describe(description);

export const text = (description: string) => z.string().describe(description);

/** A calendar date or instant without zone, whole seconds: `2026-11-22T00:00:00`. See dates.ts for which is which. */
export const dateTime = (description: string) => z.iso.datetime({ local: true, precision: 0 }).describe(description);

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .describe('ISO 4217 currency code; XXX when it is not known.');

export const currencyRate = z
  .number()
  .refine((rate) => rate > 0)
  .describe(
    'Units of the base currency for one unit of the record\'s currency: foreign amount × rate = base amount. ' +
      '1 in the base currency; left out when the source gives no usable rate.',
  );

export const metadata = z
  .object({
    isDeleted: z.boolean().optional().describe('True once the record was deleted in, or vanished from, the source.'),
  })
  .describe('Facts about the record itself rather than about the business.');

/** Set by the source and by the platform on nearly every record. */
export const modified = {
  modifiedDate: dateTime('When this platform last changed the record: UTC with Z.').optional(),
  sourceModifiedDate: dateTime('When the accounting software last changed the record: UTC, written without a suffix.').optional(),
};
