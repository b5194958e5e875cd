import type { Connector } from '#connector-kit/connector';
import type { LedgerRules } from '#connector-kit/ledger';
import type { LedgerDifference, ProofReason, ProofResult, ProofVerdict } from '#database/entities/ledger-proof.entity';
import { lastDay, type Statements, type TrialBalances } from './ledger-comparison.js';
import type { LedgerSums } from './ledger-sums.js';

/** Differences that are kept; their number is told in any case. */
const mostDifferences = 300;

interface Compared {
  readonly rules: Pick<LedgerRules, 'baseCurrency'>;
  readonly sums: LedgerSums;
  readonly balances: TrialBalances;
  readonly statements: Statements;
  readonly differences: readonly LedgerDifference[];
}

export function resultOf(verdict: ProofVerdict, { name }: Pick<Connector, 'name'>, reasons: ProofReason[], compared?: Compared): ProofResult {
  if (!compared) return { message: reasons.map(({ message }) => message).join(' '), reasons };
  const { rules, sums, balances, statements, differences } = compared;
  const months = [...statements.balanceSheet, ...statements.profitAndLoss].map(({ month }) => month).filter((month) => lastDay(month) >= balances.openingOn).sort();
  const differing = accountsOf(differences);
  const comparison = {
    baseCurrency: rules.baseCurrency,
    asOf: balances.asOf,
    openingOn: sums.first === undefined ? null : balances.openingOn,
    months: months.length > 0 ? { from: months[0], to: months.at(-1)! } : null,
    documents: sums.documents,
    postings: sums.postings,
    accounts: balances.closing.length,
    differing: differing.length,
    differences: differences.slice(0, mostDifferences),
  };
  const reports = months.length > 0 ? `${name}'s trial balance, balance sheet and profit and loss` : `${name}'s trial balance`;
  const words: Record<ProofVerdict, string> = {
    Tied: `The documents make what ${reports} ${months.length > 0 ? 'say' : 'says'}, to the cent.`,
    Differs: `${count(differing.length, 'account')} ${differing.length === 1 ? 'differs' : 'differ'} from ${reports}: ${listed(differing)}.`,
    Incomplete: `${count(reasons.length, 'record')} could not be read, so that the documents are not all that is posted.${differing.length > 0 ? ` ${count(differing.length, 'account')} differ from ${reports}.` : ''}`,
    NotProvable: reasons.map(({ message }) => message).join(' '),
  };
  return { message: words[verdict], reasons, comparison };
}

/** As a bookkeeper calls them, each once. */
function accountsOf(differences: readonly LedgerDifference[]): string[] {
  return [...new Set(differences.map(({ code, name }) => (code === null ? name : `${name} (${code})`)))];
}

function listed(names: readonly string[]): string {
  const most = 5;
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

const count = (number: number, noun: string): string => (number === 1 ? `1 ${noun}` : `${number} ${noun}s`);
