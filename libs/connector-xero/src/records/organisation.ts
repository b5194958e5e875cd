import type { Company } from '#accounting/models/company';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { currencyCode, day, each, filled, instantOf, requiredText, text } from '../native.js';
import { readAddresses, readPhones } from './contact-details.js';

/**
 * The organisation itself. The start of its financial year is left out: Xero gives the day on which every year ends, and
 * which year is the current one changes without any change of the record.
 */
export function readOrganisation(native: NativeRecord): Mapped<Company> {
  const document: Company = {
    companyName: text(native, 'Name'),
    accountingPlatformRef: requiredText(native, 'OrganisationID'),
    companyLegalName: text(native, 'LegalName'),
    addresses: readAddresses(native),
    phoneNumbers: readPhones(native),
    webLinks: readLinks(native),
    ledgerLockDate: laterOf(day(native, 'PeriodLockDate'), day(native, 'EndOfYearLockDate')),
    registrationNumber: text(native, 'RegistrationNumber'),
    taxNumber: text(native, 'TaxNumber'),
    baseCurrency: currencyCode(native, 'BaseCurrency'),
    sourceUrls: urlsOf(filled(native, 'ShortCode')),
    createdDate: instantOf(native, 'CreatedDateUTC'),
  };
  return { deleted: false, document };
}

function readLinks(native: NativeRecord): NonNullable<Company['webLinks']> {
  const links = each(native, 'ExternalLinks', (link) => {
    const isWebsite = text(link, 'LinkType')?.toLowerCase() === 'website';
    return { type: isWebsite ? ('Website' as const) : ('Social' as const), url: filled(link, 'Url') };
  });
  return links.filter(({ url }) => url !== undefined);
}

/** The books are closed for everybody up to one date and for all but advisers up to another. */
function laterOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** The short code (`!aBcDe`) leads into this organisation even when another one was open last. */
function urlsOf(shortCode: string | undefined): Record<string, string> | undefined {
  if (shortCode === undefined) return undefined;
  const code = encodeURIComponent(shortCode);
  return {
    organisation: `https://go.xero.com/app/${code}/homepage`,
    login: `https://go.xero.com/organisationlogin/default.aspx?shortcode=${code}`,
  };
}
