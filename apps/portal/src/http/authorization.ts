/**
 * The API key in an Authorization header: `Basic` and the Base64 of the key alone. HTTP clients that insist on a user
 * and a password send a colon after it, so one trailing colon is not taken as part of the key.
 */
export function keyOfAuthorization(header: string): string | null {
  const match = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(header.trim());
  if (!match) return null;
  const key = Buffer.from(match[1], 'base64').toString('utf8').replace(/:$/, '');
  return key === '' ? null : key;
}

/** The company access token in an Authorization header. */
export function tokenOfAuthorization(header: string): string | null {
  return /^bearer +(\S+)$/i.exec(header.trim())?.[1] ?? null;
}
