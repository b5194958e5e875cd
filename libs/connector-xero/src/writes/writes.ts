import type { Write } from '#connector-kit/writes';
import { contactWrites } from './contacts.js';
import { invoiceWrites } from './invoices.js';

/** What Xero takes, by data type and kind. */
export const writes: readonly Write[] = [...contactWrites, ...invoiceWrites];
