import { setImmediate } from 'node:timers/promises';
import { sampleBooks } from '../accounting/testing.js';
import { edit } from '../books/control.js';
import { balances } from '../books/ledger.js';
import { dailySums, everBefore, untilSummed } from './daily-sums.js';

const everAfter = 1_000_000;

/** Counts how often others came to run until `work` was done. */
async function turnsUntil(work: Promise<void>): Promise<number> {
  let done = false;
  let turns = 0;
  const end = work.finally(() => { done = true; });
  for (; !done; turns++) await setImmediate();
  await end;
  return turns;
}

describe('the sums of large books', () => {
  test('are made in slices, between which other calls run', async () => {
    expect(await turnsUntil(untilSummed(sampleBooks({ invoices: 3000 }), 0))).toBeGreaterThan(20);
  });

  test('are those of the ledger, also when the books are edited on the way', async () => {
    const books = sampleBooks({ invoices: 1000 });
    const whole = untilSummed(books, 0);
    await setImmediate();
    let passed = 0;
    while (books.invoice(passed).status !== 'AUTHORISED') passed++;
    edit(books, { kind: 'invoice.void', id: books.invoices.id(passed) });
    await whole;
    expect(dailySums(books, 'accrual').net(everBefore, everAfter)).toEqual(balances(books, everAfter).total);
  });
});
