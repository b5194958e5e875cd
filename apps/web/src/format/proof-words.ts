import type { Difference, Proof, ProofStatus } from '../api/proofs.js';
import type { Tone } from '../components/status-badge.js';
import { formatDay } from './dates.js';

const tones: Readonly<Record<ProofStatus, Tone>> = { Pending: 'busy', Running: 'busy', Tied: 'good', Differs: 'bad', Incomplete: 'warn', NotProvable: 'warn' };

export const proofTone = (status: ProofStatus): Tone => tones[status];

/** The verdict as a bookkeeper would say it. */
export function proofWords({ status, comparison }: Proof, platformName: string): string {
  const accounts = comparison?.differingAccounts ?? 0;
  switch (status) {
    case 'Pending':
      return 'Waiting to be checked';
    case 'Running':
      return 'Being checked';
    case 'Tied':
      return `Tied to ${platformName}'s reports on ${formatDay(comparison?.asOf)}`;
    case 'Differs':
      return `Differs on ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`;
    case 'Incomplete':
      return 'Not all records could be read';
    case 'NotProvable':
      return 'Could not be checked';
  }
}

const reportNames: Readonly<Record<Difference['report'], string>> = { TrialBalance: 'Trial balance', BalanceSheet: 'Balance sheet', ProfitAndLoss: 'Profit and loss' };

/** Where it differs first, and how often after that. */
export function whereItDiffers({ report, date, dates }: Difference): string {
  const more = dates > 1 ? ` and ${dates - 1} more ${dates === 2 ? 'month' : 'months'}` : '';
  return `${reportNames[report]}, ${formatDay(date)}${more}`;
}

export const accountWords = ({ account }: Difference): string => (account.code ? `${account.name} (${account.code})` : account.name);
