const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The query for what somebody typed: an id is looked up, anything else is part of a name. Signs that mean something in the query
 * language cannot occur in a company's name (a single & can), so they are left out.
 */
export function companySearchQuery(typed: string): string | undefined {
  const text = typed
    .replace(/[{}|<>=~"]/g, ' ')
    .replace(/&&+/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '') return undefined;
  return uuid.test(text) ? `id=${text}` : `name~${text}`;
}
