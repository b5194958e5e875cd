import { createHmac } from 'node:crypto';

/** The role that portal and worker connect as. It owns nothing and cannot bypass row level security. */
export const applicationRole = 'ledgerbridge_app';

/** Nobody logs in as it: owns the views of schema `books`, and sees through them what row level security shows it. */
export const booksOwner = 'ledgerbridge_books';

/** Nobody logs in as it: what the roles of all operators' consumers may, which is to read those views. */
export const booksReader = 'ledgerbridge_reader';

/**
 * The password of the application's role, derived from the root key, so that an installation has one secret to keep
 * and the owner's URL is all that a deployment must name.
 */
export function applicationPassword(rootKey: string): string {
  return createHmac('sha256', rootKey).update('ledgerbridge/database/application-role').digest('base64url');
}

/**
 * The address to work with: `databaseUrl` with the application's role and password in place of the owner's. One that
 * names the application's role already is taken as it is, so that a process need not be given the owner's.
 */
export function applicationUrl(databaseUrl: string, rootKey: string): string {
  const url = new URL(databaseUrl);
  if (url.username === applicationRole) return databaseUrl;
  url.username = applicationRole;
  url.password = applicationPassword(rootKey);
  return url.toString();
}
