import { dataTypes } from '#accounting/data-types';
import { isStatement } from '#sync/sync-setting';
import { z } from 'zod';

const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, error).max(most, error);
};
const flag = z.boolean({ error: 'must be true or false' });
const nothing = (error: string) => z.null({ error }).optional();
const allHistory = 'is not available yet: leave it out, all history is pulled';

/** What is sent to set one data type; an answer leaves out what is not set. */
export const syncSettingSchema = z.object({
  dataType: z.enum(dataTypes, { error: 'is not the name of a data type' }).meta({ description: 'What the setting is about.' }),
  fetchOnFirstLink: flag.meta({ description: 'Whether it is pulled when a company links, and when all data is refreshed.' }),
  syncSchedule: whole(0, 8_760).meta({ description: 'After how many hours it is pulled again, counted from the end of the last pull: 1, 24, 168, 720…; 0 for never.' }),
  syncOrder: whole(0, 1_000).meta({ description: 'Which data type comes first: that of the lower number, unless it needs another one.' }),
  syncFromUtc: nothing(allHistory).meta({ wire: { type: 'string', nullable: true }, description: 'Not available yet.' }),
  syncFromWindow: nothing(allHistory).meta({ wire: { type: 'integer', nullable: true }, description: 'Not available yet.' }),
  monthsToSync: whole(1, 120).nullish().meta({ description: 'For balanceSheet, profitAndLoss and cashFlowStatement: how many months are pulled, the current one included.' }),
  isLocked: flag.optional().meta({ description: 'Whether companies cannot have a setting of their own. Only said of all companies together.' }),
}, { error: 'must be an object' }).superRefine(({ dataType, monthsToSync }, check) => {
  if (typeof monthsToSync !== 'number' || isStatement(dataType)) return;
  check.addIssue({ code: 'custom', path: ['monthsToSync'], message: `is only for financial statements, not for ${dataType}` });
}).meta({ description: 'How one data type is pulled.' });

export const settingsList = z.array(syncSettingSchema, { error: 'must be a list of settings' }).superRefine((settings, check) => {
  const seen = new Set<string>();
  for (const [place, { dataType }] of settings.entries()) {
    if (seen.has(dataType)) check.addIssue({ code: 'custom', path: [place, 'dataType'], message: `names ${dataType} once more` });
    seen.add(dataType);
  }
}).meta({ description: 'One for each data type.' });
