import type { ConnectorError } from '#connector-kit/errors';

/** Outlives any work at the platform, its repeated calls included, and frees a killed worker's row soon. */
export const leaseSeconds = 90;
/** With the waits below about three days: an outage passes, what nobody can do does not stay for ever. */
const mostAttempts = 20;

/** In how many seconds to do the work again that `error` ended for the `attempts`th time; null when that is no use. */
export function retryIn(error: ConnectorError, attempts: number): number | null {
  const lasting = error.kind === 'reconnect' || (error.kind === 'rejected' && error.reason !== 'badCredentials');
  if (lasting || attempts >= mostAttempts) return null;
  return Math.max(error.retryAfterSeconds ?? 0, Math.min(5 * 2 ** attempts, 6 * 3600) * (0.75 + Math.random() / 2));
}
