import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { Ledger, LedgerRules, Posting } from '#connector-kit/ledger';
import { currencyCode } from '../native.js';
import { postBankTransaction } from './bank-transactions.js';
import { postBankTransfer } from './bank-transfers.js';
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

/** How Xero posts, after its documentation and the journals of real organisations. */
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
    account: (id) => chart.account(id),
    retainedEarnings: chart.systemOrNone('RETAINEDEARNINGS'),
    statement: (source, native) => (source === statements.balanceSheet ? readBalances : readMovements)(native, chart),
    beyondDocuments: (id) => beyond.get(chart.systemOf(id) ?? ''),
  };
}

const revaluation = 'Xero revalues open foreign documents and bank accounts in its reports, at rates that its API does not give';

/** What Xero posts by itself, by the system account that shows it. */
const beyond: ReadonlyMap<string, string> = new Map([
  ['UNREALISEDCURRENCYGAIN', revaluation],
  ['BANKCURRENCYGAIN', revaluation],
  ['UNPAIDEXPCLM', 'Expense claims are not among the documents that are read'],
  ['WAGEPAYABLES', 'Pay runs are not among the documents that are read'],
  ['HISTORICAL', 'Balances from before the books began at Xero are no documents'],
  ['TRACKINGTRANSFERS', 'Transfers between tracking options are no documents'],
]);
