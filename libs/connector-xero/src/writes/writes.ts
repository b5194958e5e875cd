import type { Write } from '#connector-kit/writes';
import { accountWrites } from './accounts.js';
import { attachmentWrites } from './attachments.js';
import { contactWrites } from './contacts.js';
import { creditNoteWrites } from './credit-notes.js';
import { directWrites } from './direct-transactions.js';
import { invoiceWrites } from './invoices.js';
import { itemWrites } from './items.js';
import { journalWrites } from './journal-entries.js';
import { paymentWrites } from './payment-writes.js';
import { purchaseOrderWrites } from './purchase-orders.js';
import { trackingWrites } from './tracking-options.js';
import { transferWrites } from './transfers.js';

/** What Xero takes, by data type and kind. */
export const writes: readonly Write[] = [
  ...contactWrites,
  ...invoiceWrites,
  ...creditNoteWrites,
  ...paymentWrites,
  ...directWrites,
  ...transferWrites,
  ...journalWrites,
  ...itemWrites,
  ...accountWrites,
  ...purchaseOrderWrites,
  ...trackingWrites,
  ...attachmentWrites,
];
