/**
 * The payload of an access token. Its signature is not checked: the token came straight from the token endpoint over the
 * connection that we opened, and nobody else's token is ever read here.
 */
export function claimsOf(accessToken: string): Record<string, unknown> {
  const payload = accessToken.split('.')[1] ?? '';
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return claims as Record<string, unknown>;
  } catch {
    // An opaque token has no claims; the connector's declaration then says which one it misses.
  }
  return {};
}
