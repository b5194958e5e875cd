import { instant } from '#accounting/dates';
import type { Call } from '#connector-kit/call';
import type { NativeRecord, Organisation } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import { filled, isRecord } from './native.js';
import { jsonHeaders, unreadable } from './reading.js';
import { readXeroDate } from './xero-date.js';

const path = '/connections';

/**
 * What the token's user has connected to this app, which is more than what was chosen just now: give the consent to see
 * only that. A reconnection may keep the consent that it was first made with, so an empty answer proves nothing.
 */
export async function organisations(call: Call, consentId?: string): Promise<Organisation[]> {
  const filter = consentId === undefined ? {} : { query: { authEventId: consentId } };
  const answer = await call({ method: 'GET', path, headers: jsonHeaders, ...filter });
  const entries: unknown = answer.body;
  if (!Array.isArray(entries)) throw unreadable(answer);
  return entries.filter(isRecord).flatMap((entry) => readEntry(entry) ?? []);
}

/** Takes Xero's id of the connection; ids of organisation or consent are refused there with a 403. */
export async function disconnect(call: Call, connectionId: string): Promise<void> {
  try {
    await call({ method: 'DELETE', path: `${path}/${encodeURIComponent(connectionId)}`, headers: jsonHeaders });
  } catch (error) {
    const isGone = error instanceof ConnectorError && error.reason === 'notFound';
    if (!isGone) throw error;
  }
}

function readEntry(entry: NativeRecord): Organisation | undefined {
  const connectionId = filled(entry, 'id');
  const organisationId = filled(entry, 'tenantId');
  if (connectionId === undefined || organisationId === undefined) return undefined;
  return {
    connectionId,
    organisationId,
    name: filled(entry, 'tenantName') ?? '',
    hasBooks: filled(entry, 'tenantType')?.toUpperCase() === 'ORGANISATION',
    consentId: filled(entry, 'authEventId'),
    createdAt: instantIn(entry, 'createdDateUtc'),
    updatedAt: instantIn(entry, 'updatedDateUtc'),
  };
}

/** UTC without saying so, with seven decimals. */
function instantIn(entry: NativeRecord, field: string): string | undefined {
  const milliseconds = readXeroDate(filled(entry, field) ?? '');
  return milliseconds === undefined ? undefined : instant(milliseconds);
}
