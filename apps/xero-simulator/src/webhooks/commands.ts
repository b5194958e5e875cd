import { z } from 'zod';
import { categories } from './payload.js';

/** `doubled`: every delivery is sent twice. `shuffled`: each event is one of its own, out of order. `lostShare`: of the deliveries, from 0 to 1. */
export const webhookCommand = z.strictObject({
  url: z.url(),
  key: z.string().min(1).optional(),
  doubled: z.boolean().default(false),
  shuffled: z.boolean().default(false),
  lostShare: z.number().min(0).max(1).default(0),
});

export const floodCommand = z.strictObject({
  perSecond: z.number().int().min(1).max(5_000),
  seconds: z.number().int().min(1).max(600),
  forgedShare: z.number().min(0).max(1).default(0.5),
  category: z.enum(categories).default('INVOICE'),
  tenantIds: z.array(z.string()).min(1).optional(),
});

export const deliveriesQuery = z.strictObject({ last: z.coerce.number().int().min(1).max(2_000).default(100) });
