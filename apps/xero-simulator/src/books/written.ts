import type { AttachedFile } from './attachments.js';
import type { BankTransaction } from './bank-transactions.js';
import type { BankTransfer } from './bank-transfers.js';
import type { Contact } from './contacts.js';
import type { NoteDraft } from './credit-notes.js';
import type { CreditDraft } from './credits-on-account.js';
import type { Draft } from './drawing.js';
import type { ManualJournal } from './manual-journals.js';
import type { PurchaseOrder } from './purchase-orders.js';

/** One effect of a call on the books: what the caller sent, and the record that came of it. */
export interface WriteEntry {
  /** Milliseconds. */
  at: number;
  clientId: string | null;
  idempotencyKey: string | null;
  method: string;
  path: string;
  /** The list that the record is served in: 'Invoices', 'Contacts', … */
  list: string;
  id: string;
  created: boolean;
  sent: Record<string, unknown>;
}

/** Records as callers of the API wrote them: each stands in the place of what the seed would draw for its row. */
export class Written {
  readonly invoices = new Map<number, Draft>();
  readonly creditNotes = new Map<number, NoteDraft>();
  readonly prepayment = new Map<number, CreditDraft>();
  readonly overpayment = new Map<number, CreditDraft>();
  readonly bankTransactions = new Map<number, BankTransaction>();
  readonly bankTransfers = new Map<number, BankTransfer>();
  readonly manualJournals = new Map<number, ManualJournal>();
  readonly purchaseOrders = new Map<number, PurchaseOrder>();
  readonly contacts = new Map<number, Contact>();
  /** What a batch says of itself: Reference, Narrative, Details, … */
  readonly batches = new Map<number, Record<string, unknown>>();
  /** Rows by the numbers that callers gave, as `invoice:inv-17`. */
  readonly numbers = new Map<string, number>();
  /** Which app made a record, by the record's id. */
  readonly makers = new Map<string, string>();
  /** What callers attached, by the record's id. */
  readonly files = new Map<string, AttachedFile[]>();
  readonly log: WriteEntry[] = [];
  /** Files attached so far. */
  attached = 0;
  /** Ids given to lines so far. */
  lines = 0;
}

/** The row of a document that is not there: what was written belongs to none that the seed made. */
export const nowhere = Number.MAX_SAFE_INTEGER;

/** A document of its own for a reader that may change it. */
export function copyOf<Document extends { lines: unknown[] }>(document: Document): Document {
  return { ...document, lines: [...document.lines] };
}
