import { readMs } from './wire.js';

/** Names of elements inside a list: Xero's XML has `<Invoices><Invoice>…`. */
const singular: Record<string, string> = {
  Addresses: 'Address', TrackingCategories: 'TrackingCategory', Currencies: 'Currency', SalesTrackingCategories: 'SalesTrackingCategory',
  PurchasesTrackingCategories: 'PurchasesTrackingCategory', InvoiceAddresses: 'InvoiceAddress', Tracking: 'TrackingCategory',
};

/** The XML form of a JSON answer, which Xero sends to everybody who does not ask for JSON. */
export function toXml(answer: Record<string, unknown>): string {
  const { pagination, ...rest } = answer;
  const ordered = pagination === undefined ? rest : { ...rest, pagination };
  return `<?xml version="1.0" encoding="utf-8"?><Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${members(ordered)}</Response>`;
}

function members(record: object): string {
  return Object.entries(record).map(([name, value]) => (name.endsWith('DateString') || name.endsWith('UTCString') ? '' : element(name, value))).join('');
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    const inside = value.map((entry) => element(singular[name] ?? name.replace(/s$/, ''), entry)).join('');
    return inside === '' ? '' : `<${name}>${inside}</${name}>`;
  }
  if (typeof value === 'object') return `<${name}>${members(value)}</${name}>`;
  return `<${name}>${escape(text(value))}</${name}>`;
}

function text(value: unknown): string {
  const moment = readMs(value);
  return moment === null ? String(value) : new Date(moment).toISOString().replace(/\.000Z$|Z$/, '');
}

function escape(value: string): string {
  // Characters that XML cannot carry at all are dropped, the rest is escaped.
  return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
