import { ConnectorError } from '#connector-kit/errors';
import { conflict, forbidden, notFound, tooMany, unavailable, unprocessable } from '#platform/errors';

/** What somebody who waits for a call to the platform is told when it fails. */
export function toRefusal(error: unknown, what: string): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const { kind, reason, retryAfterSeconds } = error;
  switch (kind) {
    case 'throttled':
      return tooMany('The accounting software limits how often it can be asked.', retryAfterSeconds ?? 60);
    case 'unavailable':
      return unavailable('The accounting software does not answer at the moment.', retryAfterSeconds);
    case 'reconnect':
      return conflict('The connection no longer gives access. Link the company again.', 'ConnectionNotLinked');
    case 'unexpected':
      return reason === 'tooLarge' ? unprocessable(`${what} is larger than 25 MiB.`) : unavailable('The accounting software gave an answer that we do not understand.');
    case 'rejected':
      return refusals[reason]?.(what) ?? unprocessable(`The accounting software does not give ${what}.`);
  }
}

const refusals: { readonly [R in ConnectorError['reason']]?: (what: string) => Error } = {
  notFound: (what) => notFound(`The accounting software has no ${what}.`),
  missingScope: () => forbidden('The consent does not cover files. Link the company again to give it.'),
  missingRole: () => forbidden('The person who connected the company may not see this.'),
};
