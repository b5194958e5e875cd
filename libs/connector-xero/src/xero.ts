import type { CallAnswer } from '#connector-kit/call';
import type { Connector } from '#connector-kit/connector';
import { auth } from './auth.js';
import { disconnect, organisations } from './connections.js';
import { sources } from './data-types.js';
import { classify, classifyToken } from './errors.js';
import { files } from './files.js';
import { ledger } from './ledger/ledger.js';
import { limitsOf, tiers } from './tiers.js';
import { webhooks } from './webhooks.js';
import { writes } from './writes/writes.js';

/** Xero, read through its Accounting API 2.0. */
export const xero: Connector = {
  key: 'gbol',
  name: 'Xero',
  integrationId: '0f20c943-12d0-4800-9f6c-d218f62d494c',
  sourceId: '8a156a5a-39cb-4f9d-856e-76ef9b9a9607',
  sourceType: 'Accounting',
  logoPath: '/assets/platforms/gbol.svg',
  auth,
  tiers,
  limits: limitsOf,
  sources,
  files,
  writes,
  ledger,
  webhooks,
  organisationHeader: 'xero-tenant-id',
  organisations,
  disconnect,
  classify,
  classifyToken,
  remaining: (answer) => ({
    minute: count(answer, 'x-minlimit-remaining'),
    day: count(answer, 'x-daylimit-remaining'),
    appMinute: count(answer, 'x-appminlimit-remaining'),
  }),
  // Xero leaves this one call out, so that whether an organisation can be reached can be asked at no cost.
  billed: ({ method, path }) => !(method === 'GET' && /^\/api\.xro\/2\.0\/organisations?$/i.test(path)),
};

function count(answer: CallAnswer, header: string): number | undefined {
  const written = answer.headers[header]?.trim() ?? '';
  return /^\d{1,9}$/.test(written) ? Number(written) : undefined;
}
