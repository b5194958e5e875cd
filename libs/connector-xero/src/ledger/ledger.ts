import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { Ledger, LedgerRules, Posting } from '#connector-kit/ledger';
import { currencyCode } from '../native.js';
import { postBankTransaction } from './bank-transactions.js';
import { postBankTransfer } from './bank-transfers.js';
import { beyondDocuments } from './beyond-documents.js';
import { Chart } from './chart.js';
import { postCreditNote, postInvoice } from './documents.js';
import { yearStarts } from './financial-year.js';
import { postLedgerJournal, postManualJournal } from './journals.js';
import { postOverpayment, postPrepayment } from './money-on-account.js';
import { postPayment } from './payments.js';
import { readBalances, readMovements } from './statements.js';
import { readTrialBalance } from './trial-balance.js';

type Rule = (native: NativeRecord, chart: Chart) => readonly Posting[];

/** By source. Batches post nothing that their payments do not post, purchase orders nothing at all. */
const rulesBySource: Readonly<Record<string, Rule>> = {
  Invoices: postInvoice,
  CreditNotes: postCreditNote,
  Payments: postPayment,
  Prepayments: postPrepayment,
  Overpayments: postOverpayment,
  BankTransactions: postBankTransaction,
  BankTransfers: postBankTransfer,
  ManualJournals: postManualJournal,
  Journals: postLedgerJournal,
};

const statements = { balanceSheet: 'Reports/BalanceSheet', profitAndLoss: 'Reports/ProfitAndLoss' };

/**
 * How Xero posts, after what its help says of gains and losses in foreign currency, of rounding, of prepayments and
 * overpayments, and after the journals in its API documentation. What no document says is in `beyondDocuments`.
 */
export const ledger: Ledger = {
  sources: Object.keys(rulesBySource),
  needs: ['Organisation', 'Accounts'],
  statements,
  rules: readRules,
  trialBalance: readTrialBalance,
};

function readRules(natives: ReadonlyMap<string, readonly NativeRecord[]>): LedgerRules {
  const [organisation] = natives.get('Organisation') ?? [];
  const baseCurrency = organisation && currencyCode(organisation, 'BaseCurrency');
  if (organisation === undefined || baseCurrency === undefined) throw new ReadingError('BaseCurrency', 'is missing', 'missing');
  const chart = new Chart(baseCurrency, natives.get('Accounts') ?? []);
  return {
    baseCurrency,
    postings: (source, native) => rulesBySource[source](native, chart),
    yearStart: yearStarts(organisation),
    account: (id) => chart.find(id),
    retainedEarnings: chart.systemOrNone('RETAINEDEARNINGS')?.id,
    statement: (source, native) => (source === statements.balanceSheet ? readBalances : readMovements)(native, chart),
    beyondDocuments: (id) => beyondDocuments(chart.find(id)),
  };
}
