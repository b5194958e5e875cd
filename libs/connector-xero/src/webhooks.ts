import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingWebhooks, PlatformChange } from '#connector-kit/incoming-webhooks';
import { isRecord } from './native.js';

/** Which endpoint has what a category of event is about. Xero tells of nothing else but subscriptions to the app itself. */
const sourceOfCategory: Readonly<Record<string, string>> = {
  CONTACT: 'Contacts',
  INVOICE: 'Invoices',
  CREDITNOTE: 'CreditNotes',
  PREPAYMENT: 'Prepayments',
  OVERPAYMENT: 'Overpayments',
  PAYMENT: 'Payments',
};

/**
 * Xero's webhooks: `x-xero-signature` is the base64 of the HMAC-SHA256 of the body's bytes under the app's signing key.
 * To see whether an address checks it, Xero also sends signatures that differ in one character, which must get a 401: they
 * are compared as they are written, since several spellings of base64 mean the same bytes.
 */
export const webhooks: IncomingWebhooks = {
  isSigned(body, headers, key) {
    const signature = headers['x-xero-signature'];
    if (typeof signature !== 'string') return false;
    const given = Buffer.from(signature);
    const expected = Buffer.from(createHmac('sha256', key).update(body).digest('base64'));
    return given.length === expected.length && timingSafeEqual(given, expected);
  },

  changes(body) {
    const changes = new Map<string, PlatformChange>();
    for (const event of eventsOf(body)) {
      const { eventCategory, tenantId } = event;
      if (typeof eventCategory !== 'string' || typeof tenantId !== 'string') continue;
      const source = sourceOfCategory[eventCategory.toUpperCase()];
      if (source === undefined) continue;
      const organisationId = tenantId.toLowerCase();
      changes.set(`${organisationId} ${source}`, { organisationId, source });
    }
    return [...changes.values()];
  },
};

function eventsOf(body: Buffer): Readonly<Record<string, unknown>>[] {
  try {
    const payload: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(payload) && Array.isArray(payload.events) ? payload.events.filter(isRecord) : [];
  } catch {
    return [];
  }
}
