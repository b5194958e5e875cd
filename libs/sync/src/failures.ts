import { ConnectorError, type ConnectorErrorReason } from '#connector-kit/errors';
import type { ConnectionFault } from '#connections/connection-faults';
import { PagingFault } from './paging.js';

/** The wire's statuses of a dataset that ended without success. */
export type FailedStatus = 'FetchError' | 'MapError' | 'AuthError' | 'PermissionsError' | 'InternalError' | 'Cancelled';

export type NextStep =
  /** Go on from the cursor at a later time. `failures` in a row without a page in between. */
  | { readonly kind: 'pause'; readonly seconds: number; readonly why: string; readonly failures: number }
  | { readonly kind: 'fail'; readonly status: FailedStatus; readonly message: string; readonly errorKind: string; readonly whole: boolean };

/** About an hour and a half of waiting in all. */
const mostFailures = 12;
/** A refusal that passes does so within minutes. */
const mostRefusals = 3;
const longestPauseSeconds = 15 * 60;
/** A limit that does not say when it ends. */
const usualLimitSeconds = 60;

/** What an error means for the reading. `whole`: every reading of the connection shares its fate. `failures`: those before. */
export function nextStep(error: unknown, failures: number, random: () => number = Math.random): NextStep {
  const backOff = (seconds: number) => Math.min(longestPauseSeconds, seconds * 2 ** failures) * (0.5 + random() / 2);
  if (error instanceof ConnectorError) {
    switch (error.kind) {
      case 'throttled':
        // Waiting for a limit is no failure, however long it takes.
        return { kind: 'pause', seconds: error.retryAfterSeconds ?? usualLimitSeconds, why: limitWords(error), failures };
      case 'unavailable':
        if (error.reason === 'refusedThoughListed' && failures >= mostRefusals) {
          return { ...failed('PermissionsError', refusedWords, error.kind), whole: true };
        }
        if (failures >= mostFailures) return failed('FetchError', 'The platform could not be reached for a long time.', error.kind);
        return { kind: 'pause', seconds: Math.max(error.retryAfterSeconds ?? 0, backOff(2)), why: 'the platform does not answer as it should', failures: failures + 1 };
      case 'reconnect':
        return { ...failed('AuthError', 'The platform no longer grants access. Please link the company again.', error.kind), whole: true };
      case 'rejected':
        return rejected(error);
      case 'unexpected':
        if (failures >= 2) return failed('FetchError', 'The platform gave an answer that we do not understand.', error.kind);
        return { kind: 'pause', seconds: backOff(5), why: 'the platform gave an answer that we do not understand', failures: failures + 1 };
    }
  }
  if (error instanceof PagingFault) return failed('FetchError', error.message, 'unexpected');
  if (failures >= 5) return failed('InternalError', 'Something went wrong on our side.', 'internal');
  return { kind: 'pause', seconds: backOff(1), why: 'something went wrong on our side', failures: failures + 1 };
}

function limitWords({ reason }: ConnectorError): string {
  return reason === 'dayLimit' ? 'the calls that the platform allows for this organisation in a day are used up' : 'the platform limits how often it can be asked';
}

function rejected(error: ConnectorError): NextStep {
  switch (error.reason) {
    case 'missingScope':
      return failed('PermissionsError', 'The consent does not cover this data type.', error.kind);
    case 'missingRole':
      return failed('PermissionsError', 'The person who connected may not see this data type.', error.kind);
    case 'badCredentials':
      return { ...failed('AuthError', 'The platform does not accept the app’s client id and secret.', error.kind), whole: true };
    default:
      return failed('FetchError', 'The platform refused the request.', error.kind);
  }
}

function failed(status: FailedStatus, message: string, errorKind: string): NextStep & { kind: 'fail' } {
  return { kind: 'fail', status, message, errorKind, whole: false };
}

const refusedWords = 'The platform refuses access to the organisation though it is still connected: the role of the person who connected it was cut, or its trial or subscription has ended. Give the person access again, or let somebody else link the company.';

const faultWords: Partial<Record<ConnectorErrorReason, string>> = {
  missingScope: 'The consent does not cover all data types that are pulled. Please link the company again and agree to everything that is asked.',
  missingRole: 'The person who connected may not see all data types that are pulled. Give this person the reporting role, or let somebody who has it link the company.',
  badCredentials: 'The platform does not accept the app’s client id and secret. Enter the right ones in the integration’s settings.',
  refusedThoughListed: refusedWords,
  organisationOffline: 'The organisation is offline at the platform. It is tried again by itself.',
  platformOffline: 'The platform is offline, perhaps for maintenance. It is tried again by itself.',
};

/** What the connection shows of an error; null for one that does not concern access to it. */
export function connectionFault(error: unknown): ConnectionFault | null {
  if (!(error instanceof ConnectorError)) return null;
  const errorMessage = faultWords[error.reason];
  return errorMessage === undefined ? null : { statusCode: String(error.status ?? ''), statusText: error.reason, errorMessage };
}
