import { conflict, type DomainError } from '#platform/errors';
import type { ConnectionFault } from './connection-faults.js';

/** Why a link did not come about. */
export type LinkReason =
  /** The person said no at the platform. */
  | 'refused'
  | 'limitReached'
  /** The last free place is held by a link that is still going on, or by a connection that is just being ended. */
  | 'busy'
  /** The organisation is linked to another company. */
  | 'alreadyLinked'
  /** The company has a linked connection already. */
  | 'companyLinked'
  /** A connection was to be repaired, and the consent named another organisation than before. */
  | 'otherOrganisation'
  /** The consent covers no organisation with books. */
  | 'noOrganisation'
  | 'integrationDisabled'
  | 'expired'
  /** The operator entered another client ID meanwhile. */
  | 'keysChanged'
  | 'providerError';

/** One sentence or two for the person who links. They name nothing of any other company. */
export function reasonMessage(reason: LinkReason, platform: string): string {
  switch (reason) {
    case 'refused': return `You did not allow access at ${platform}, so nothing was connected. You can try again.`;
    case 'limitReached': return `No further ${platform} organisation can be connected at the moment. Please tell the company that sent you here.`;
    case 'busy': return `Another connection to ${platform} is just being made or ended. Please try again in a few minutes.`;
    case 'alreadyLinked': return `This ${platform} organisation is already connected elsewhere. Choose another organisation, or disconnect it there first.`;
    case 'companyLinked': return 'This company is already connected.';
    case 'otherOrganisation': return `This connection belongs to another ${platform} organisation. Please choose the same organisation as before.`;
    case 'noOrganisation': return `${platform} named no organisation with books. Please try again and choose one.`;
    case 'integrationDisabled': return `Connecting to ${platform} is not offered at the moment.`;
    case 'expired': return `This attempt took too long or was never finished. If ${platform} showed a message about a connection limit, please tell the company that sent you here; otherwise try again.`;
    case 'keysChanged': return `The connection to ${platform} was set up anew while you were linking, so nothing was connected. Please start again.`;
    case 'providerError': return `${platform} did not complete the connection. Please try again.`;
  }
}

export const refusal = (reason: LinkReason, platform: string): DomainError => conflict(reasonMessage(reason, platform), reason);

/** As an entry of the wire's `dataConnectionErrors`. The statuses are those of Codat's redirects from Link. */
export const linkFault = (reason: LinkReason, platform: string): ConnectionFault =>
  ({ statusCode: reason === 'refused' ? '403' : '500', statusText: reason, errorMessage: reasonMessage(reason, platform) });
