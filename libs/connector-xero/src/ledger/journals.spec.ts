import type { NativeRecord } from '#connector-kit/connector';
import { line, posted } from '#test/small-ledger';

const manual = {
  ManualJournalID: 'm', Status: 'POSTED', Date: '/Date(1772323200000+0000)/', LineAmountTypes: 'NoTax', JournalLines: [line('400', 100), line('835', -100)],
};

test.each<[string, NativeRecord, readonly string[] | string]>([
  ['each line', manual, ['2026-03-01 400 100.00', '2026-03-01 835 -100.00']],
  ['the tax of lines without it', { ...manual, LineAmountTypes: 'Exclusive', JournalLines: [line('400', 100, 20), line('835', -120)] },
    ['2026-03-01 400 100.00', '2026-03-01 835 -120.00', '2026-03-01 820 20.00']],
  ['lines with tax net of it', { ...manual, LineAmountTypes: 'Inclusive', JournalLines: [line('400', 120, 20), line('835', -120)] },
    ['2026-03-01 400 100.00', '2026-03-01 835 -120.00', '2026-03-01 820 20.00']],
  ['nothing of a draft', { ...manual, Status: 'DRAFT' }, []],
  ['nothing of what was voided', { ...manual, Status: 'VOIDED' }, []],
  ['nothing that cannot be known', { ...manual, Status: 'FILED' }, 'Status'],
])('a manual journal posts %s', (_rule, native, expected) => {
  expect(posted('ManualJournals', native)).toEqual(expected);
});

const ledger = {
  JournalID: 'j', JournalNumber: 7, SourceType: 'MANJOURNAL', JournalDate: '/Date(1772323200000+0000)/',
  JournalLines: [{ AccountID: 'id-400', NetAmount: 100 }, { AccountID: 'id-820', NetAmount: 20 }, { AccountCode: '835', NetAmount: -120 }],
};

test.each<[string, NativeRecord, readonly string[] | string]>([
  ['each line of a manual journal, tax among them', ledger, ['2026-03-01 400 100.00', '2026-03-01 820 20.00', '2026-03-01 835 -120.00']],
  ['those of a pay run', { ...ledger, SourceType: 'PAYSLIP' }, ['2026-03-01 400 100.00', '2026-03-01 820 20.00', '2026-03-01 835 -120.00']],
  ['those that nothing made, such as opening balances', { ...ledger, SourceType: undefined }, ['2026-03-01 400 100.00', '2026-03-01 820 20.00', '2026-03-01 835 -120.00']],
  ['nothing of an invoice, which posts itself', { ...ledger, SourceType: 'ACCREC' }, []],
  ['nothing of a payment, which posts itself', { ...ledger, SourceType: 'APCREDITPAYMENT' }, []],
  ['nothing of a prepayment, whose bank transaction posts itself', { ...ledger, SourceType: 'ARPREPAYMENT' }, []],
])('a journal of the ledger posts %s', (_rule, native, expected) => {
  expect(posted('Journals', native)).toEqual(expected);
});
