import type { Difference, Proof } from '../api/proofs.js';
import { accountWords, proofWords, whereItDiffers } from './proof-words.js';

const proof = (parts: Partial<Proof>): Proof => ({ id: 'p', status: 'Tied', message: '', reasons: [], ...parts });
const comparison = (differingAccounts: number) => ({ currency: 'GBP', asOf: '2026-11-22', differingAccounts, differences: [] });
const difference: Difference = { account: { code: '200', name: 'Sales' }, report: 'ProfitAndLoss', date: '2026-03-31', dates: 1, ours: 1, theirs: 2, difference: 1 };

describe('what a proof of the books came to', () => {
  test('is said with its day, or with the number of accounts', () => {
    expect(proofWords(proof({ comparison: comparison(0) }), 'Xero')).toMatch(/^Tied to Xero's reports on .*22.*2026|2026.*22/);
    expect(proofWords(proof({ status: 'Differs', comparison: comparison(1) }), 'Xero')).toBe('Differs on 1 account');
    expect(proofWords(proof({ status: 'Differs', comparison: comparison(7) }), 'Xero')).toBe('Differs on 7 accounts');
  });

  test('tells where an account differs first, and in how many months after that', () => {
    expect(whereItDiffers(difference)).toMatch(/^Profit and loss, .*2026[^a]*$/);
    expect(whereItDiffers({ ...difference, dates: 2 })).toMatch(/ and 1 more month$/);
    expect(whereItDiffers({ ...difference, dates: 4 })).toMatch(/ and 3 more months$/);
    expect([accountWords(difference), accountWords({ ...difference, account: { name: 'Current Year Earnings' } })]).toEqual(['Sales (200)', 'Current Year Earnings']);
  });
});
