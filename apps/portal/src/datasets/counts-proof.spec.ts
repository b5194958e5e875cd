import { countsProofOf } from './counts-proof.js';

const ended = (counts: Record<string, number | null>, more: object = {}) =>
  countsProofOf({ status: 'Complete', errorMessage: null, completedAt: new Date(), counts: { read: 25, sourceTotal: 25, added: 20, skipped: 5, stored: 20, ...counts }, ...more });

describe('the proof of a pull by its counts', () => {
  it('holds when what the source counts came and all of it is accounted for', () => {
    expect(ended({})).toEqual({
      verdict: 'proved', message: '25 records came, and the accounting software counted 25.',
      read: 25, sourceTotal: 25, stored: 20, added: 20, changed: 0, unchanged: 0, tombstoned: 0, skipped: 5, quarantined: 0,
    });
    expect(ended({ read: 26, added: 21 }).verdict).toBe('proved');
  });

  it.each([
    ['a record is missing', ended({ read: 24, added: 19 })],
    ['a record cannot be read', ended({ faulty: 1 })],
    ['the pull failed', ended({}, { status: 'FetchError', errorMessage: 'Xero is away.' })],
  ])('fails when %s', (_, proof) => {
    expect(proof.verdict).toBe('failed');
  });

  it.each([
    ['the source does not count', ended({ sourceTotal: null })],
    ['a record does not say what it is', ended({ skipped: 4 })],
    ['the pull is under way', ended({}, { status: 'Fetching', completedAt: null })],
    ['the source has none of it', ended({}, { status: 'NotSupported' })],
    ['it ended before counts were kept', countsProofOf({ status: 'Complete', errorMessage: null, completedAt: new Date(), counts: {} })],
  ])('says that it cannot be had when %s', (_, proof) => {
    expect(proof.verdict).toBe('notProvable');
  });
});
