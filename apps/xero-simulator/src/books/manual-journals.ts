import { Dice } from './dice.js';
import type { Drawing } from './drawing.js';
import { taxOn, type LineAmountTypes } from './lines.js';
import type { Cents } from './money.js';
import { Kind } from './record-ids.js';

export interface ManualJournalLine {
  description: string | undefined;
  /** Debit positive; with tax inside when the journal is Inclusive. */
  amount: Cents;
  tax: Cents;
  taxRate: number;
  account: number;
  tracking: readonly (number | null)[];
}

export type ManualJournalStatus = 'DRAFT' | 'POSTED' | 'VOIDED' | 'DELETED';

/** Lines with their tax sum to zero. */
export interface ManualJournal {
  status: ManualJournalStatus;
  issued: number;
  narration: string;
  types: LineAmountTypes;
  lines: ManualJournalLine[];
  cashBasis: boolean;
}

const amountTypes = [[60, 'NoTax'], [25, 'Exclusive'], [15, 'Inclusive']] as const;
const statuses = [[75, 'POSTED'], [14, 'DRAFT'], [7, 'VOIDED'], [4, 'DELETED']] as const;
/** The first journals have all statuses in turn. */
const firstStatuses = ['POSTED', 'DRAFT', 'POSTED', 'VOIDED', 'POSTED', 'DRAFT', 'DELETED', 'POSTED'] as const;
const firstTypes = ['NoTax', 'NoTax', 'Exclusive', 'NoTax', 'Inclusive'] as const;
const narrations = ['Depreciation', 'Accrued costs', 'Reversal: accrued costs', 'Stock count & write-off', 'Lønn <juni>', '=1+1', 'Reclassify “sundry” items'];
const balancing = ['Less Accumulated Depreciation on Office Equipment', 'Deferred Income', 'Directors’ Loan Account', 'Owner A Funds Introduced', 'Stock on Hand'];

export function journalCount(invoices: number): number {
  return Math.ceil(invoices / 20);
}

/** Manual journal number `index`: debits on costs, and one line that balances them. */
export function drawManualJournal(drawing: Drawing, index: number, issued: number): ManualJournal {
  const { seed, edition, invoices } = drawing.options;
  const dice = new Dice(seed, Kind.manualJournal, index);
  const drawnTypes = dice.weighted(amountTypes);
  const drawnStatus = dice.weighted(statuses);
  const types = firstTypes[index] ?? drawnTypes;
  const costs = drawing.chart.flatMap((account, row) => (account.use === 'purchases' ? [row] : []));
  const taxed = edition.taxRates.findIndex((rate) => rate.purchases > 20);
  const lines = Array.from({ length: dice.between(1, 4) }, (): ManualJournalLine => {
    const amount = dice.between(500, 500_000) * (dice.chance(100) ? -1 : 1);
    const taxRate = types === 'NoTax' || dice.chance(200) ? drawing.untaxed : taxed;
    const description = dice.weighted([[60, 'Month end'], [20, ''], [20, undefined]] as const);
    const tracking = dice.chance(300) ? [dice.below(4)] : [];
    return { description, amount, tax: taxOn(amount, edition.taxRates[taxRate].basisPoints, types), taxRate, account: dice.pick(costs), tracking };
  });
  const sum = lines.reduce((total, { amount, tax }) => total + amount + (types === 'Exclusive' ? tax : 0), 0);
  const account = drawing.chart.findIndex(({ name }) => name === balancing[index % balancing.length]);
  lines.push({ description: undefined, amount: -sum, tax: 0, taxRate: drawing.untaxed, account, tracking: [] });
  const generated = index < journalCount(invoices);
  return {
    status: generated ? (firstStatuses[index] ?? drawnStatus) : 'DRAFT', issued, narration: dice.pick(narrations), types, lines, cashBasis: dice.chance(500),
  };
}
