import type { Call, CallRequest } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import type { PushRequest, SentWrite, Write, Written } from '#connector-kit/writes';
import { isRecord } from '../native.js';
import { apiPath, jsonHeaders } from '../reading.js';
import { candidates } from './candidates.js';
import { echoes } from './echo.js';
import { Given } from './given.js';
import { Lookups } from './lookups.js';
import { paymentOptions } from './payment-options.js';
import { createRequest, currentRecord, type Element, idIn, onlyRecord, type Place, sentElement, writtenRecord } from './requests.js';
import { type Settlement, settlementOf, type Side } from './settlements.js';

export const paymentPlace: Place = { endpoint: 'Payments', idField: 'PaymentID' };
const batchPlace: Place = { endpoint: 'BatchPayments', idField: 'BatchPaymentID' };
const notePlace: Place = { endpoint: 'CreditNotes', idField: 'CreditNoteID' };
const settled = ['Invoices', 'CreditNotes'];

export const paymentScopes = ['accounting.payments'];

/**
 * Creates payments of one side. After a lost answer a payment or batch is found by equality with all that was sent: document,
 * account, day, amount and reference; an allocation by document, day and amount on its credit note, which may not hold two
 * such for two pushes.
 */
export function paying(side: Side): Write {
  const { dataType } = side;
  const settlement = (push: PushRequest) => settlementOf(Given.document(push), side);
  return {
    dataType,
    kind: 'Create',
    // A credit note is allocated under the scope of the notes.
    scopes: [...paymentScopes, 'accounting.invoices'],
    options: paymentOptions(side),
    async prepare(call, push, context) {
      return requestFor(settlement(push), Given.document(push), new Lookups(call, context));
    },
    written(answer, push) {
      const done = settlement(push);
      if (done.kind === 'allocation') {
        onlyRecord(answer, 'Allocations');
        return allocated(done, side);
      }
      return done.kind === 'batch' ? batched(onlyRecord(answer, 'BatchPayments'), side) : writtenRecord(paymentPlace, onlyRecord(answer, 'Payments'), 'Created', dataType, settled);
    },
    find: (call, push, sent) => find(call, settlement(push), sent, side),
  };
}

function requestFor(settlement: Settlement, document: Given, lookups: Lookups): CallRequest {
  const Date = document.need('date', document.day('date'));
  if (settlement.kind === 'allocation') {
    const body = { Allocations: [{ Invoice: { InvoiceID: settlement.documentId }, Amount: settlement.amount, Date }] };
    return { method: 'PUT', path: `${apiPath}/CreditNotes/${settlement.noteId}/Allocations`, headers: jsonHeaders, body };
  }
  const Account = { AccountID: document.need('accountRef', document.guidOf('accountRef')) };
  const words = document.text('reference') ?? document.text('note');
  if (settlement.kind === 'batch') {
    const { baseCurrency } = lookups.context.references;
    const currency = document.text('currency');
    if (currency !== undefined && baseCurrency !== undefined && currency !== baseCurrency) document.refuse('currency', 'must be the base currency in a batch payment.');
    const Payments = settlement.members.map(({ documentId, amount }) => ({ Invoice: { InvoiceID: documentId }, Amount: amount }));
    return createRequest(batchPlace, { Account, Date, Details: words, Payments });
  }
  const target: Element = settlement.kind === 'payment' ? { Invoice: { InvoiceID: settlement.documentId } } : { CreditNote: { CreditNoteID: settlement.noteId } };
  return createRequest(paymentPlace, { ...target, Account, Date, Amount: settlement.amount, Reference: words, CurrencyRate: lookups.currencyRate(document) });
}

type Allocation = Extract<Settlement, { kind: 'allocation' }>;

/** Both records stand otherwise than before; the allocation is no record of its own. */
function allocated({ noteId, documentId }: Allocation, { notes, documents }: Side): Written {
  const modified = (id: string, dataType: Side['notes'] | Side['documents']) => ({ type: 'Modified' as const, recordRef: { id, dataType } });
  return { changes: [modified(noteId, notes), modified(documentId, documents)], natives: [], stale: settled };
}

/** A payment for each document and one movement of money for them all. */
function batched(batch: NativeRecord, { dataType }: Side): Written {
  const members = Array.isArray(batch.Payments) ? (batch.Payments as unknown[]).filter(isRecord) : [];
  const written = writtenRecord(batchPlace, batch, 'Created', 'accountTransactions', ['Payments', ...settled]);
  const payments = members.map((member) => ({ type: 'Created' as const, recordRef: { id: idIn(member, 'PaymentID'), dataType } }));
  return { ...written, changes: [...payments, ...written.changes] };
}

async function find(call: Call, settlement: Settlement, sent: SentWrite, side: Side): Promise<Written | null> {
  if (settlement.kind === 'allocation') {
    const { Allocations } = await currentRecord(call, notePlace, settlement.noteId);
    const uses = Array.isArray(Allocations) ? (Allocations as unknown[]).filter(isRecord) : [];
    const element = sentElement(sent.request, 'Allocations');
    return uses.some((use) => use.IsDeleted !== true && echoes(use, element)) ? allocated(settlement, side) : null;
  }
  const place = settlement.kind === 'batch' ? batchPlace : paymentPlace;
  const element = sentElement(sent.request, place.endpoint);
  const native = (await candidates(call, place, sent)).find((record) => echoes(record, element));
  if (native === undefined) return null;
  return settlement.kind === 'batch' ? batched(native, side) : writtenRecord(paymentPlace, native, 'Created', side.dataType, settled);
}
