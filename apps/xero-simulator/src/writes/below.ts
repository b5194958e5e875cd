import { allocationWire } from '../accounting/allocation-wire.js';
import type { Records } from '../accounting/paged.js';
import type { BooksRequest } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import type { CreditKind } from '../books/plan.js';
import { parents } from '../files/files.js';
import { allocationsOf, idOf, prepareAllocation, unallocate } from './allocations.js';
import { attach } from './attachments.js';
import { carryOut, note, type Render } from './carry-out.js';
import { categoryOf, optionWire, prepareTrackingOption } from './tracking-options.js';

/** Credits whose shares are used and taken back below them. */
const credits: Record<string, { kind: CreditKind; list: string }> = {
  creditnotes: { kind: 'creditNote', list: 'CreditNotes' }, prepayments: { kind: 'prepayment', list: 'Prepayments' }, overpayments: { kind: 'overpayment', list: 'Overpayments' },
};

/** Writes what stands below a record: shares of a credit, options of a tracking category, attached files. */
export function writeBelow(books: Books, request: BooksRequest, parts: readonly string[], render: Render): Records | null {
  const [first, , below, , ...rest] = parts;
  if (rest.length > 0) return null;
  switch (below.toLowerCase()) {
    case 'allocations': return allocate(books, request, parts, render);
    case 'options': return first.toLowerCase() === 'trackingcategories' ? writeOption(books, request, parts) : null;
    case 'attachments': return attachTo(books, request, parts, render);
    default: return null;
  }
}

function attachTo(books: Books, request: BooksRequest, [first, id, , name]: readonly string[], render: Render): Records | null {
  const parent = Object.hasOwn(parents, first.toLowerCase()) ? parents[first.toLowerCase()] : undefined;
  if (!parent || name === undefined || !['PUT', 'POST'].includes(request.method)) return null;
  const recordId = String((JSON.parse(render(parent.name, id)) as Wire)[parent.key]);
  const attached = attach(books, request, { parent: parent.name, recordId, name });
  note(books, request, 'Attachments', { id: String(attached.AttachmentID), created: true }, { FileName: name, parent: parent.name, parentId: recordId, ContentLength: attached.ContentLength });
  return { name: 'Attachments', json: [JSON.stringify(attached)] };
}

/** PUT makes an option, POST changes the one that the path names. */
function writeOption(books: Books, request: BooksRequest, [, id, , option]: readonly string[]): Records | null {
  if (request.method !== (option === undefined ? 'PUT' : 'POST')) return null;
  const category = categoryOf(books, id);
  const wire = (_: string, made: string): string => JSON.stringify(optionWire(books, category, made));
  return carryOut(books, request, { list: 'Options', prepare: prepareTrackingOption(category), id: option ?? null }, wire);
}

/** Uses shares of a credit (PUT), or takes one back (DELETE). */
function allocate(books: Books, request: BooksRequest, [first, id, , allocation]: readonly string[], render: Render): Records | null {
  const credit = Object.hasOwn(credits, first.toLowerCase()) ? credits[first.toLowerCase()] : undefined;
  if (!credit) return null;
  const { kind, list } = credit;
  const { CreditNoteID, PrepaymentID, OverpaymentID } = JSON.parse(render(list, id)) as Record<string, string>;
  const creditId = CreditNoteID ?? PrepaymentID ?? OverpaymentID;
  if (request.method === 'DELETE' && allocation !== undefined) {
    const taken = unallocate(books, kind, creditId, allocation);
    note(books, request, 'Allocations', { id: allocation, created: false }, {});
    return { name: 'Allocations', json: [JSON.stringify(taken)] };
  }
  if (request.method !== 'PUT' || allocation !== undefined) return null;
  const wire = (_: string, made: string): string => JSON.stringify(allocationWire(books, allocationsOf(books, kind, creditId).find((one) => idOf(books, one) === made)!));
  return carryOut(books, request, { list: 'Allocations', prepare: prepareAllocation(kind), id: creditId }, wire);
}
