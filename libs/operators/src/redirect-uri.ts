/**
 * The address that an operator registers for its app at the platform. Each app has its own, so that an answer meant for
 * one app can never be taken for another's.
 */
export function redirectUri(publicUrl: string, appId: string): string {
  return `${publicUrl}/oauth/xero/${appId}/callback`;
}

/** Where the platform sends what it tells this app. What arrives says by its address whose key it must be signed with. */
export function webhookUrl(publicUrl: string, appId: string): string {
  return `${publicUrl}/webhooks/xero/${appId}`;
}
