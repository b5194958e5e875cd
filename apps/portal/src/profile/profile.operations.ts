import { z } from 'zod';
import { shortText } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const tag = 'Profile';
const mostUrls = 100;
const url = shortText(2_000).refine((text) => text === '' || /^https?:\/\/[^\s/]\S*$/i.test(text), 'must be an address that begins with https:// or http://, or empty');

export const profileSchema = z.object({
  name: shortText(200).transform((text) => text.trim()).refine((text) => text !== '', 'must not be empty').meta({
    wire: { type: 'string', minLength: 1, maxLength: 200 },
    description: 'Your product\'s name, as your customers read it on the pages of Link. `OPERATOR_NAME` in the settings of this server takes its place at each start.',
  }),
  redirectUrl: url.meta({ description: 'Where your customers go after linking; empty for nowhere. Kept for your own pages: those of Link end on a page of their own.' }),
  logoUrl: url.optional().meta({ description: 'Your logo.' }),
  iconUrl: url.optional().meta({ description: 'Your icon.' }),
  whiteListUrls: z.array(url, { error: 'must be a list of addresses' }).max(mostUrls, `must be at most ${mostUrls}`).optional()
    .meta({ description: `Addresses that \`redirectUrl\` may lead to, at most ${mostUrls}.` }),
}, { error: 'must be a JSON object' }).meta({ description: 'What you say about yourself.' });

export type ProfileView = z.output<typeof profileSchema>;

const profile = { status: 200, description: 'The profile.', body: profileSchema } as const;

export const getProfile = operation({
  id: 'get-profile', method: 'GET', path: '/profile', tag,
  summary: 'Get your profile',
  description: 'What you say about yourself.',
  success: profile,
});

export const updateProfile = operation({
  id: 'update-profile', method: 'PUT', path: '/profile', tag,
  summary: 'Update your profile',
  description: 'Sets everything at once. What is left out is cleared.',
  body: profileSchema,
  success: profile,
  refusals: { 400: 'A field is missing or not accepted.' },
});

export const profileOperations = [getProfile, updateProfile];
