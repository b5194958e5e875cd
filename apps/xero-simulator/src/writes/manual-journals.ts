import type { Books } from '../books/books.js';
import { taxOn, type LineAmountTypes } from '../books/lines.js';
import type { ManualJournalLine, ManualJournalStatus } from '../books/manual-journals.js';
import { centsToText } from '../books/money.js';
import { findAccount, findTaxRate, readTracking, takesLines } from './lookups.js';
import { nothing, type Effect, type Order } from './order.js';
import { readDay } from './payments.js';
import type { Sent } from './sent.js';

const moves: Record<ManualJournalStatus, readonly ManualJournalStatus[]> = { DRAFT: ['DRAFT', 'POSTED', 'DELETED'], POSTED: ['POSTED', 'VOIDED'], VOIDED: [], DELETED: [] };

/** Makes or changes a manual journal; its lines are always given as a whole. */
export function prepareManualJournal(order: Order): () => Effect {
  const { books, sent, refuse } = order;
  const known = order.id ?? sent.text('ManualJournalID');
  const row = known ? books.paper.journals.rowOf(known) : null;
  if (known && row === null) return refuse('Manual journal could not be found'), nothing;
  const before = row === null ? null : books.paper.journal(row);
  const status = sent.choice('Status', ['DRAFT', 'POSTED', 'VOIDED', 'DELETED'] as const) ?? before?.status ?? 'DRAFT';
  if (!(before ? moves[before.status] : ['DRAFT', 'POSTED']).includes(status)) return refuse('Manual journal not of valid status for modification'), nothing;
  if (before && row !== null && (status === 'VOIDED' || status === 'DELETED')) {
    return () => {
      books.changes.change('manualJournal', row, { status });
      books.paper.journals.stamp(row, books.now());
      return { id: books.paper.journals.id(row), created: false };
    };
  }
  const narration = sent.text('Narration') ?? before?.narration ?? '';
  if (narration.trim() === '') refuse('Narration must be specified');
  const types = sent.choice<LineAmountTypes>('LineAmountTypes', ['NoTax', 'Exclusive', 'Inclusive']) ?? before?.types ?? 'NoTax';
  const issued = sent.has('Date') || !before ? readDay(order) : before.issued;
  const lines = sent.list('JournalLines')?.map((line) => readLine(books, line, types, refuse)) ?? before?.lines ?? [];
  if (lines.length < 2) refuse('A manual journal must have at least two lines');
  refuseUnbalanced(lines, types, refuse);
  const cashBasis = sent.flag('ShowOnCashBasisReports') ?? before?.cashBasis ?? true;
  return () => {
    const made = row ?? books.paper.journals.add(books.now());
    books.changes.written.manualJournals.set(made, { status, issued, narration, types, lines, cashBasis });
    books.changes.records.manualJournal.delete(made);
    if (row !== null) books.paper.journals.stamp(row, books.now());
    return { id: books.paper.journals.id(made), created: row === null };
  };
}

function readLine(books: Books, sent: Sent, types: LineAmountTypes, refuse: (message: string) => void): ManualJournalLine {
  const [code, id] = [sent.text('AccountCode'), sent.text('AccountID')];
  const account = findAccount(books, code ? { code } : { id });
  if (account < 0 || !takesLines(books, account) || books.drawing.chart[account].status !== 'ACTIVE') refuse(`Account code '${code ?? id ?? ''}' is not a valid code for this document.`);
  const amount = sent.cents('LineAmount');
  if (amount === undefined) refuse('LineAmount must be specified');
  const taxType = sent.text('TaxType');
  const rate = taxType && types !== 'NoTax' ? findTaxRate(books, taxType) : books.drawing.untaxed;
  if (rate < 0) refuse(`The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`);
  const basisPoints = books.drawing.options.edition.taxRates[Math.max(0, rate)].basisPoints;
  return {
    description: sent.text('Description'), amount: amount ?? 0, tax: types === 'NoTax' ? 0 : (sent.cents('TaxAmount') ?? taxOn(amount ?? 0, basisPoints, types)), taxRate: Math.max(0, rate),
    account: Math.max(0, account), tracking: readTracking(books, sent.list('Tracking') ?? [], refuse),
  };
}

function refuseUnbalanced(lines: readonly ManualJournalLine[], types: LineAmountTypes, refuse: (message: string) => void): void {
  const gross = lines.map(({ amount, tax }) => amount + (types === 'Exclusive' ? tax : 0));
  const debits = gross.reduce((sum, amount) => sum + Math.max(0, amount), 0);
  const credits = gross.reduce((sum, amount) => sum + Math.max(0, -amount), 0);
  if (debits !== credits) refuse(`The total debits (${centsToText(debits)}) must equal total credits (${centsToText(credits)})`);
}
