import type { Outcome, RecordToWrite } from './record-to-write.js';
import { WritePlan } from './write-plan.js';

const stored = { source: 'BankTransfers', nativeHash: 'aa', documentHash: 'bb', isDeleted: false, faulty: false };

function record(source: string, outcome: Outcome): RecordToWrite {
  return { dataType: 'accountTransactions', source, sourceId: 'movement', native: { text: Buffer.from('{}'), hash: 'cc' }, outcome };
}

describe('a record that is not of a data type', () => {
  it('leaves alone what another source brought under the same id', () => {
    const plan = new WritePlan();
    plan.add(record('BankTransactions', { kind: 'absent' }), stored);
    expect([plan.marks, plan.natives, plan.removals]).toEqual([[], [], []]);
    expect(plan.counts.get('accountTransactions')).toMatchObject({ skipped: 1, deleted: 0 });
  });

  it('takes back what its own source brought', () => {
    const plan = new WritePlan();
    plan.add(record('BankTransfers', { kind: 'absent' }), stored);
    expect(plan.marks).toHaveLength(1);
  });
});
