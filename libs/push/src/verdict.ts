import { ConnectorError } from '#connector-kit/errors';
import { WriteRefused } from '#connector-kit/writes';
import type { PushFailure } from './held-push.js';

/** What a failed sending says about the write. */
export type Verdict =
  /** It was not done and will not be. */
  | { readonly kind: 'refused'; readonly failure: PushFailure }
  /** It was not done: send it again after `seconds`. */
  | { readonly kind: 'notSent'; readonly seconds: number; readonly counts: boolean }
  /** Nobody knows. */
  | { readonly kind: 'unclear'; readonly seconds: number };

/** A limit that does not say when it ends. */
const usualLimitSeconds = 60;
const longestPauseSeconds = 15 * 60;

export const backOff = (failures: number): number => Math.min(longestPauseSeconds, 2 * 2 ** failures) * (0.75 + Math.random() / 2);

/** `failures`: those in a row before. */
export function verdictOf(error: unknown, failures: number): Verdict {
  const unclear: Verdict = { kind: 'unclear', seconds: backOff(failures) };
  if (error instanceof WriteRefused) return { kind: 'refused', failure: refusedFields(error) };
  if (!(error instanceof ConnectorError)) return unclear;
  switch (error.kind) {
    case 'throttled':
      return { kind: 'notSent', seconds: error.retryAfterSeconds ?? usualLimitSeconds, counts: false };
    case 'reconnect':
      return { kind: 'refused', failure: noAccess };
    case 'rejected':
      return { kind: 'refused', failure: rejected(error) };
    case 'unavailable':
      // The platform's door refuses before anything is read.
      if (error.reason === 'refusedThoughListed') return { kind: 'notSent', seconds: Math.max(error.retryAfterSeconds ?? 0, backOff(failures)), counts: true };
      return { kind: 'unclear', seconds: Math.max(error.retryAfterSeconds ?? 0, backOff(failures)) };
    case 'unexpected':
      return unclear;
  }
}

export function refusedFields({ issues }: WriteRefused): PushFailure {
  return { status: 400, error: 'The record was not accepted: see validation for more information.', issues };
}

export const noAccess: PushFailure = {
  status: 403, error: 'The platform no longer grants access. Nothing was written. Link the company again, then push again.', issues: [],
};

function rejected({ reason, detail, messages }: ConnectorError): PushFailure {
  switch (reason) {
    case 'missingScope':
      return { status: 403, error: 'The consent does not cover this write. Let your product write in the integration’s settings, link the company again, then push again.', issues: [] };
    case 'missingRole':
      return { status: 403, error: 'The person who connected the company may not write this. Let somebody who may link the company again.', issues: [] };
    case 'badCredentials':
      return { status: 403, error: 'The platform does not accept the app’s client id and secret. Enter the right ones in the integration’s settings.', issues: [] };
    case 'notFound':
      return { status: 404, error: detail ?? 'The platform has no such record.', issues: [] };
    default:
      return { status: 400, error: 'The platform refused the record: see validation for more information.', issues: (messages ?? [detail ?? 'It gives no reason.']).map((message) => ({ field: '', message })) };
  }
}
