import type { LedgerDifference, LedgerProof, ProofResult } from '#database/entities/ledger-proof.entity';
import { z } from 'zod';

const statuses = ['Pending', 'Running', 'Tied', 'Differs', 'Incomplete', 'NotProvable'] as const;
const amount = (description: string) => z.number().meta({ description });

const difference = z.object({
  account: z.object({
    id: z.string().optional().meta({ description: 'Id of the account; absent for a row that adds several accounts up.' }),
    code: z.string().optional().meta({ description: 'Its code, where it has one.' }),
    name: z.string().meta({ description: 'Its name, or what the report calls the row.' }),
  }).meta({ description: 'Which account differs.' }),
  report: z.enum(['TrialBalance', 'BalanceSheet', 'ProfitAndLoss']).meta({ description: 'In which report of the accounting software.' }),
  date: z.string().meta({ description: 'The first day on which it differs: of the trial balance its day, of a balance sheet the end of its month, of a profit and loss the last day of its month.' }),
  dates: z.int().meta({ description: 'On how many of the days or months that were compared it differs.' }),
  ours: amount('What the documents make on that day, or of that month; debit positive.'),
  theirs: amount('What the report says.'),
  difference: amount('What the report has more on the debit side than the documents.'),
});

const comparison = z.object({
  currency: z.string().meta({ description: 'The base currency of the books, ISO 4217. All amounts are in it.' }),
  asOf: z.string().meta({ description: 'The day at whose end the trial balance was compared.' }),
  openingDate: z.string().optional().meta({ description: 'The day before the first posting. Its balances were taken over when the books first tied; everything after it has to follow from the documents.' }),
  months: z.object({
    from: z.string().meta({ description: 'The first month, such as `2026-01`.' }),
    to: z.string().meta({ description: 'The last month.' }),
  }).optional().meta({ description: 'The months whose balance sheet and profit and loss were compared; absent when none was.' }),
  documents: z.int().meta({ description: 'Documents that post something.' }),
  postings: z.int().meta({ description: 'Their postings.' }),
  accounts: z.int().meta({ description: 'Accounts in the trial balance.' }),
  differingAccounts: z.int().meta({ description: 'Accounts that differ in some report.' }),
  differences: z.array(difference).meta({ description: 'One for each account and report, 300 at most.' }),
});

const reason = z.object({
  kind: z.string().meta({ description: 'A word for programs: `notPulled`, `pullFailed`, `syncWindow`, `quarantined`, `unreadable`, `beyondDocuments`, `openingChanged`, `moving`, `noDocuments`, `notLinked`, or the kind of failure of a call.' }),
  message: z.string().meta({ description: 'For a person to read.' }),
  dataType: z.string().optional().meta({ description: 'Of which data type.' }),
  recordId: z.string().optional().meta({ description: 'Of which record.' }),
});

export const ledgerProofSchema = z.object({
  id: z.uuid().meta({ description: 'Id of the proof.' }),
  connectionId: z.uuid().meta({ description: 'The connection whose books are proved.' }),
  status: z.enum(statuses).meta({
    description: 'Pending: waits for what is being pulled, or for a limit. Running. Tied: the documents make what the reports say, to the cent. Differs: they do not. Incomplete: some records could not be read. NotProvable: it could not be found out; the reasons say why.',
  }),
  message: z.string().meta({ description: 'The status in words, for a person to read.' }),
  requested: z.string().meta({ description: 'When it was asked for (UTC).' }),
  completed: z.string().optional().meta({ description: 'When it ended (UTC).' }),
  tries: z.int().meta({ description: 'How often it was taken: a difference is believed when it stays after a pull of what changed meanwhile.' }),
  calls: z.int().meta({ description: 'Calls of the accounting software that it took, besides such pulls.' }),
  reasons: z.array(reason).meta({ description: 'Why it is not complete or not possible, or what may explain a difference.' }),
  comparison: comparison.optional().meta({ description: 'What was compared; absent while it has not ended, and when nothing could be compared.' }),
}).meta({ description: 'Whether the documents that were pulled make what the accounting software\'s own trial balance, balance sheet and profit and loss say.' });

export type LedgerProofView = z.output<typeof ledgerProofSchema>;

export function toLedgerProofView(proof: LedgerProof): LedgerProofView {
  const { id, connectionId, status, verdict, result, tries, calls, requestedAt, finishedAt } = proof;
  const common = { id, connectionId, requested: requestedAt.toISOString(), tries, calls };
  // What a try came to that is to be repeated is no verdict.
  if (verdict === null || result === null || finishedAt === null) {
    return { ...common, ...(status === 'running' ? { status: 'Running', message: 'The documents are being added up.' } : { status: 'Pending', message: waiting }), reasons: [] };
  }
  const { message, reasons, comparison: compared } = result;
  return { ...common, status: verdict, message, completed: finishedAt.toISOString(), reasons, ...(compared && { comparison: comparisonOf(compared) }) };
}

const waiting = 'Waits until everything that is being pulled is stored, or for a limit of the accounting software.';

function comparisonOf({ baseCurrency, openingOn, months, differing, differences, ...counts }: NonNullable<ProofResult['comparison']>): LedgerProofView['comparison'] {
  return {
    currency: baseCurrency, ...counts, differingAccounts: differing, differences: differences.map(differenceOf),
    ...(openingOn !== null && { openingDate: openingOn }), ...(months && { months }),
  };
}

function differenceOf({ accountId, code, name, report, date, dates, ...amounts }: LedgerDifference) {
  const account = { name, ...(accountId !== null && { id: accountId }), ...(code !== null && { code }) };
  return { account, report, date, dates, ours: Number(amounts.ours), theirs: Number(amounts.theirs), difference: Number(amounts.difference) };
}
