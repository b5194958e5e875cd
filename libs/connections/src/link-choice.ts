import type { Organisation } from '#connector-kit/connector';
import type { LinkReason } from './link-reasons.js';

export interface Consent {
  /** Everything that the platform lists for the user, of other consents too. */
  readonly listed: readonly Organisation[];
  /** Names this consent; undefined where the platform does not say. */
  readonly consentId: string | undefined;
}

export type Choice =
  | { readonly link: Organisation }
  | { readonly choose: readonly Organisation[] }
  | { readonly refuse: LinkReason };

/**
 * Which organisation a consent is for. Never the first of several: what the person did not choose is asked for.
 *
 * @param own The organisation that the connection had before, if any: it never changes to another one.
 * @param taken Organisations that are linked to other companies.
 */
export function chooseOrganisation(consent: Consent, own: string | null, taken: ReadonlySet<string>): Choice {
  const books = consent.listed.filter(({ hasBooks }) => hasBooks);
  const consented = consentedOf(consent).filter(({ hasBooks }) => hasBooks);
  if (books.length === 0) return { refuse: 'noOrganisation' };
  if (own !== null) {
    const same = (consented.length > 0 ? consented : books).find(({ organisationId }) => organisationId === own);
    return same ? { link: same } : { refuse: 'otherOrganisation' };
  }
  if (consented.length === 1) return { link: consented[0] };
  if (consented.length > 1) return { choose: consented };
  // The filter finds nothing when an organisation that was connected before is connected again.
  const free = books.filter(({ organisationId }) => !taken.has(organisationId));
  if (free.length === 0) return { refuse: 'alreadyLinked' };
  return free.length === 1 ? { link: free[0] } : { choose: newestFirst(books) };
}

/** What was connected by this very consent, entries without books included: they take up a place too. */
export function consentedOf({ listed, consentId }: Consent): Organisation[] {
  return consentId === undefined ? [] : listed.filter((organisation) => organisation.consentId === consentId);
}

function newestFirst(organisations: readonly Organisation[]): Organisation[] {
  return [...organisations].sort((one, other) => (other.updatedAt ?? '').localeCompare(one.updatedAt ?? ''));
}
