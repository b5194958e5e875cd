import { setImmediate as breathe } from 'node:timers/promises';
import { ListTurns } from './list-turns.js';

const search = { query: 'status=paid', orderBy: undefined };

/** Work that goes on until it is told to end. */
function held(turns: ListTurns, operatorId: string, request: Parameters<ListTurns['run']>[1] = search) {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => { end = resolve; });
  const state = { begun: false, end };
  return Object.assign(state, { result: turns.run(operatorId, request, () => { state.begun = true; return ended; }) });
}

describe('turns of lists', () => {
  it('let eight searches of an operator run and begin the next ones in order', async () => {
    const turns = new ListTurns();
    const all = Array.from({ length: 10 }, () => held(turns, 'a'));
    const other = held(turns, 'b');
    await breathe();
    expect(all.map(({ begun }) => begun)).toEqual([...Array<boolean>(8).fill(true), false, false]);
    expect(other.begun).toBe(true);
    all[2].end();
    await all[2].result;
    await breathe();
    expect(all.map(({ begun }) => begun)).toEqual([...Array<boolean>(9).fill(true), false]);
    for (const { end } of [...all, other]) end();
    await Promise.all(all.map(({ result }) => result));
    expect(all[9].begun).toBe(true);
  });

  it('give a place back when a search fails', async () => {
    const turns = new ListTurns();
    for (let i = 0; i < 9; i += 1) await expect(turns.run('a', search, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const next = held(turns, 'a');
    await breathe();
    expect(next.begun).toBe(true);
    next.end();
  });

  it('keep plain pages out of it', async () => {
    const turns = new ListTurns();
    const plain = Array.from({ length: 50 }, () => held(turns, 'a', { query: '', orderBy: undefined }));
    await breathe();
    expect(plain.every(({ begun }) => begun)).toBe(true);
  });

  it('refuse the 41st, and whoever has waited ten seconds', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const turns = new ListTurns();
      const all = Array.from({ length: 40 }, () => held(turns, 'a', { query: undefined, orderBy: '-total' }));
      const refused = { kind: 'tooMany', facts: { retryAfterSeconds: 5 } };
      await expect(held(turns, 'a').result).rejects.toMatchObject(refused);
      const waiting = Promise.allSettled(all.slice(8).map(({ result }) => result));
      jest.advanceTimersByTime(10_000);
      expect(await waiting).toEqual(Array.from({ length: 32 }, () => ({ status: 'rejected', reason: expect.objectContaining(refused) })));
      expect(all.slice(8).some(({ begun }) => begun)).toBe(false);
      for (const { end } of all) end();
      await Promise.all(all.slice(0, 8).map(({ result }) => result));
      const next = held(turns, 'a');
      await breathe();
      expect(next.begun).toBe(true);
      next.end();
    } finally {
      jest.useRealTimers();
    }
  });
});
