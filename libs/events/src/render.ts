import type { ShownConnection } from './connection-document.js';
import { connectionDocument } from './connection-document.js';

interface Company {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>> | null;
  readonly createdAt: string;
}

/** What was noted with an event, from JSON. */
export interface Subject {
  readonly company?: Company;
  readonly connection?: Omit<ShownConnection, 'createdAt' | 'lastSyncAt'> & { readonly createdAt: string; readonly lastSyncAt: string | null };
  /** Of events of a company's products, as it is sent beside the company. */
  readonly product?: object;
  /** Of events of reading, as they are sent. */
  readonly modifiedFromDate?: string;
  readonly dataTypes?: readonly object[];
  /** Why a link did not come about, among the errors of the connection. */
  readonly failure?: ShownConnection['errors'][number];
  /** Of changes of records, as it is sent. */
  readonly change?: object;
  /** Of events of writing, as it is sent but for the company. */
  readonly write?: object;
  /** Of events of limits, as it is sent. */
  readonly quota?: object;
  /** Of events of webhooks, as it is sent. */
  readonly webhook?: object;
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: Subject;
  readonly created_at: Date;
}

/** The body that is sent: Codat's envelope. It is made once and stays the same at every try. */
export function renderEvent({ id, type, subject, created_at }: StoredEvent, publicUrl: string): string {
  return JSON.stringify({ id, eventType: type, generatedDate: created_at.toISOString(), payload: payloadOf(type, subject, publicUrl) });
}

function payloadOf(type: string, subject: Subject, publicUrl: string): object {
  const { company, connection, modifiedFromDate, dataTypes, change, write, failure } = subject;
  if (!company) return subject.webhook ?? subject.quota ?? {};
  if (subject.product) return { ...detailsOf(company), ...subject.product };
  if (type.startsWith('company.')) {
    return { ...detailsOf(company), redirect: `${publicUrl}/link/company/${company.id}`, created: new Date(company.createdAt).toISOString() };
  }
  const referenceCompany = { ...detailsOf(company), links: { portal: `${publicUrl}/companies/${company.id}` } };
  if (type.startsWith('read.')) return { referenceCompany, ...(modifiedFromDate ? { modifiedFromDate } : {}), dataTypes };
  if (change) return { referenceCompany, connectionId: connection!.id, ...change };
  if (write) return { ...write, referenceCompany };
  const { createdAt, lastSyncAt, ...rest } = connection!;
  const errors = failure ? [failure, ...rest.errors.filter(({ statusText }) => statusText !== failure.statusText)] : rest.errors;
  return { referenceCompany, connection: connectionDocument({ ...rest, errors, createdAt: new Date(createdAt), lastSyncAt: lastSyncAt === null ? null : new Date(lastSyncAt) }, publicUrl) };
}

function detailsOf({ id, name, description, tags }: Company) {
  return { id, name, ...(description === null ? {} : { description }), ...(tags && Object.keys(tags).length > 0 ? { tags } : {}) };
}
