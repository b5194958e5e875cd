import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { text } from '../native.js';

/** A status that is new at Xero is somebody's to look at: whether it posts cannot be guessed. */
export function isPosted(native: NativeRecord, statuses: Readonly<Record<'posted' | 'not', readonly string[]>>): boolean {
  const status = text(native, 'Status') ?? '';
  if (statuses.posted.includes(status)) return true;
  if (statuses.not.includes(status)) return false;
  throw new ReadingError('Status', 'is not a status that is known', 'unforeseen');
}

/** Drafts and what was taken back are in no account. */
export const statusesOfDocuments = { posted: ['AUTHORISED', 'PAID'], not: ['DRAFT', 'SUBMITTED', 'VOIDED', 'DELETED'] };
/** Money on account, too, is posted by its bank transaction as soon as it exists. */
export const statusesOfMoney = { posted: ['AUTHORISED', 'PAID'], not: ['VOIDED', 'DELETED'] };
export const statusesOfPayments = { posted: ['AUTHORISED'], not: ['DELETED'] };
export const statusesOfJournals = { posted: ['POSTED'], not: ['DRAFT', 'VOIDED', 'DELETED', 'ARCHIVED'] };
