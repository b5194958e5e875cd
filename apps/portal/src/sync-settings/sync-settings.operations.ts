import { z } from 'zod';
import { companyId } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { settingsList } from './sync-setting.schema.js';

const tag = 'Refresh data';
const params = z.object({ companyId });
const noSuchCompany = 'There is no such company.';
const overrides = z.boolean({ error: 'must be true or false' });
const object = { error: 'must be a JSON object' };

export const syncSettingsSchema = z.object({
  clientId: z.string({ error: 'must be text' }).optional().meta({ description: 'Your own id, as it is answered.' }),
  settings: settingsList,
  overridesDefaults: overrides.optional().meta({ description: 'Of no effect here: these are the defaults of all companies.' }),
}, object).meta({ description: 'How data types are pulled for all companies.' });

export const companySyncSettingsSchema = z.object({
  companyId: z.string({ error: 'must be text' }).optional().meta({ description: 'Id of the company.' }),
  settings: settingsList,
  overridesDefaults: overrides.default(true).meta({ description: 'Whether the company has settings of its own. Sent as false, it gets those of all companies again.' }),
}, object).meta({ description: 'How data types are pulled for a company.' });

export const getSyncSettings = operation({
  id: 'get-sync-settings', method: 'GET', path: '/profile/syncSettings', tag,
  summary: 'Get sync settings',
  description: 'How each data type is pulled, for all companies that have no settings of their own.',
  success: { status: 200, description: 'The settings.', body: syncSettingsSchema },
});

export const setSyncSettings = operation({
  id: 'update-sync-settings', method: 'POST', path: '/profile/syncSettings', tag,
  summary: 'Update sync settings',
  description: 'Sets how data types are pulled, for all companies. Data types that are not named keep their setting.',
  body: syncSettingsSchema,
  success: { status: 204, description: 'Set.' },
  refusals: { 400: 'A field is missing or not accepted.' },
});

export const getCompanySyncSettings = operation({
  id: 'get-company-sync-settings', method: 'GET', path: '/companies/{companyId}/syncSettings', tag,
  summary: 'Get sync settings of a company',
  description: 'How each data type of the company is pulled, by settings of its own or by those of all companies.',
  params,
  success: { status: 200, description: 'The settings.', body: companySyncSettingsSchema },
  refusals: { 404: noSuchCompany },
});

export const setCompanySyncSettings = operation({
  id: 'set-company-sync-settings', method: 'POST', path: '/companies/{companyId}/syncSettings', tag,
  summary: 'Update sync settings of a company',
  description: 'Sets how data types of one company are pulled. Data types that are not named keep their setting; locked ones cannot be changed.',
  params,
  body: companySyncSettingsSchema,
  success: { status: 204, description: 'Set.' },
  refusals: { 400: 'A field is missing or not accepted.', 404: noSuchCompany },
});

export const syncSettingOperations = [getSyncSettings, setSyncSettings, getCompanySyncSettings, setCompanySyncSettings];
