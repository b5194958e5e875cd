import { dataTypes } from '#accounting/data-types';
import { instant, readDate } from '#accounting/dates';
import { isStatement } from '#sync/sync-setting';
import { canHaveWindow } from '#sync/sync-window';
import { z } from 'zod';

const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, error).max(most, error);
};
const flag = z.boolean({ error: 'must be true or false' });
const notAnInstant = 'must be an instant such as 2026-01-01T00:00:00Z';
const past = z.string({ error: notAnInstant }).transform((text) => readDate(text)).refine((moment) => moment !== undefined, notAnInstant)
  .refine((moment) => moment === undefined || moment <= Date.now(), 'must not be in the future').transform((moment) => instant(moment));
const kept = 'What changed before is taken out of what is served, and not said to be deleted. It goes by the date of change in the accounting software, not by the date of a document; what has no such date is pulled. Left out: all history. Not for lists that other records name, and not for financial statements.';

/** What is sent to set one data type; an answer leaves out what is not set. */
export const syncSettingSchema = z.object({
  dataType: z.enum(dataTypes, { error: 'is not the name of a data type' }).meta({ description: 'What the setting is about.' }),
  fetchOnFirstLink: flag.meta({ description: 'Whether it is pulled when a company links, and when all data is refreshed.' }),
  syncSchedule: whole(0, 8_760).meta({ description: 'After how many hours it is pulled again, counted from the end of the last pull: 1, 24, 168, 720…; 0 for never.' }),
  syncOrder: whole(0, 1_000).meta({ description: 'Which data type comes first: that of the lower number, unless it needs another one.' }),
  syncFromUtc: past.nullish().meta({ wire: { type: 'string', format: 'date-time', nullable: true }, description: `Only records that were changed at or after this instant are pulled. ${kept}` }),
  syncFromWindow: whole(1, 1_200).nullish().meta({ description: `Only records that were changed in so many months until now are pulled; with \`syncFromUtc\`, both hold. ${kept}` }),
  monthsToSync: whole(0, 120).nullish().meta({ description: 'For balanceSheet, profitAndLoss and cashFlowStatement: how many months are pulled, the current one included.' }),
  isLocked: flag.optional().meta({ description: 'Whether companies cannot have a setting of their own. Only said of all companies together.' }),
}, { error: 'must be an object' }).superRefine((setting, check) => {
  const refuse = (field: string, message: string) => check.addIssue({ code: 'custom', path: [field], message });
  const { dataType, monthsToSync } = setting;
  if (monthsToSync === 0 && isStatement(dataType)) refuse('monthsToSync', 'must be a whole number from 1 to 120');
  // Codat's own example of a setting says 0 where there is none.
  if (monthsToSync && !isStatement(dataType)) refuse('monthsToSync', `is only for financial statements, not for ${dataType}`);
  for (const field of ['syncFromUtc', 'syncFromWindow'] as const) {
    if (typeof setting[field] === 'string' || typeof setting[field] === 'number') {
      if (!canHaveWindow(dataType)) refuse(field, `is only for transactions, not for ${dataType}`);
    }
  }
}).meta({ description: 'How one data type is pulled.' });

export const settingsList = z.array(syncSettingSchema, { error: 'must be a list of settings' }).superRefine((settings, check) => {
  const seen = new Set<string>();
  for (const [place, { dataType }] of settings.entries()) {
    if (seen.has(dataType)) check.addIssue({ code: 'custom', path: [place, 'dataType'], message: `names ${dataType} once more` });
    seen.add(dataType);
  }
}).meta({ description: 'One for each data type.' });
