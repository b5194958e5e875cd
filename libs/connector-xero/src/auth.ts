import type { SupportedDataType } from '#accounting/data-types';
import type { AppRights, OAuthDeclaration } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { sources } from './data-types.js';
import { files } from './files.js';
import { tierOf } from './tiers.js';
import { writes } from './writes/writes.js';

/**
 * Who consents decides whose tokens these are. Xero writes `xero_userid` into access tokens; whether it does so without
 * these three is nowhere promised.
 */
const identityScopes = ['openid', 'profile', 'email'];

export const auth: OAuthDeclaration = {
  authorizePath: '/identity/connect/authorize',
  tokenPath: '/connect/token',
  connectionsPath: '/connections',
  clientAuthentication: 'basic',
  scopes: scopesFor,
  singleOrganisation: { acr_values: 'bulk_connect:false' },
  refreshGraceSeconds: 30 * 60,
  appScope: 'app.connections',
  identity(claims) {
    return {
      userKey: claim(claims, 'xero_userid') ?? missing('xero_userid'),
      consentId: claim(claims, 'authentication_event_id'),
    };
  },
};

/**
 * For the endpoints of the data types and of what they name, and for a refresh token. Xero refuses a consent altogether
 * that asks for journals it has not approved for the app, whatever the app's tier.
 */
function scopesFor(dataTypes: readonly SupportedDataType[], rights?: AppRights): string[] {
  const open = sources.filter(({ tierFeature }) => tierFeature === undefined || (rights?.[tierFeature] && tierOf(rights.tierKey)[tierFeature]));
  const wanted = open.filter((source) => source.dataTypes.some((dataType) => dataTypes.includes(dataType)));
  const keys = new Set(wanted.flatMap((source) => [source.key, ...source.needs]));
  const filed = dataTypes.some((dataType) => files.attachedTo.includes(dataType)) ? files.scopes : [];
  const written = rights?.writes ? writes.filter(({ dataType }) => dataTypes.includes(dataType)).flatMap((write) => write.scopes) : [];
  const read = [...open.filter(({ key }) => keys.has(key)).flatMap((source) => source.scopes), ...filed];
  // A scope that lets write lets read as well.
  const scopes = new Set([...written, ...read.filter((scope) => !written.includes(scope.replace(/\.read$/, '')))]);
  return [...identityScopes, 'offline_access', ...[...scopes].sort()];
}

function claim(claims: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function missing(name: string): never {
  throw new ReadingError(name, 'is missing');
}
