import { createHmac, randomBytes } from 'node:crypto';

export const categories = ['INVOICE', 'CONTACT', 'CREDITNOTE', 'PREPAYMENT', 'OVERPAYMENT', 'PAYMENT'] as const;
export type Category = (typeof categories)[number];

const endpoints: Record<Category, string> = {
  INVOICE: 'Invoices', CONTACT: 'Contacts', CREDITNOTE: 'CreditNotes', PREPAYMENT: 'Prepayments', OVERPAYMENT: 'Overpayments', PAYMENT: 'Payments',
};

/** One change of one record, as Xero tells of it. */
export interface WebhookEvent {
  category: Category;
  type: 'CREATE' | 'UPDATE';
  tenantId: string;
  resourceId: string;
  /** Milliseconds. */
  at: number;
  /** What credit notes are; read when the event is sent, since the edit that told of it may not have been through. */
  data?: () => { Type: string; Status: string };
}

/** The body of one delivery. The document itself is never in it. Without events it is an intent to receive, whose sequences are 0. */
export function payload(events: readonly WebhookEvent[], firstSequence: number): string {
  return JSON.stringify({
    events: events.map(({ category, type, tenantId, resourceId, at, data }) => ({
      ...(data && { data: data() }),
      resourceUrl: `https://api.xero.com/api.xro/2.0/${endpoints[category]}/${resourceId}`,
      resourceId,
      tenantId,
      tenantType: 'ORGANISATION',
      eventCategory: category,
      eventType: type,
      eventDateUtc: new Date(at).toISOString().slice(0, -1),
    })),
    firstEventSequence: firstSequence,
    lastEventSequence: firstSequence + Math.max(0, events.length - 1),
    entropy: randomBytes(15).toString('base64url').replace(/[^A-Z]/gi, 'X').toUpperCase(),
  });
}

export function signature(body: string, key: string): string {
  return createHmac('sha256', key).update(body).digest('base64');
}
