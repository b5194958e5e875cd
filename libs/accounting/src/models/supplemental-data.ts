import { z } from 'zod';

export const supplementalData = z
  .object({
    content: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .optional()
      .describe('Values of the source that the data type has no property for.'),
  })
  .describe('Extra values that the operator asked for.');
