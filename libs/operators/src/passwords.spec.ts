import { hashPassword, verifyPassword } from './passwords.js';

describe('a password', () => {
  it('is kept as Argon2id with its own salt, and fits only itself', async () => {
    const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, 'correct horse')).toBe(true);
    for (const wrong of ['', 'Correct horse', 'correct horse ', 'correct hors']) expect(await verifyPassword(one, wrong)).toBe(false);
  });

  it('costs as much work to refuse without an account as with one', async () => {
    const stored = await hashPassword('correct horse');
    await verifyPassword(undefined, 'warm up');
    const known = await processorTime(() => verifyPassword(stored, 'wrong'));
    const unknown = await processorTime(() => verifyPassword(undefined, 'wrong'));
    expect(unknown).toBeGreaterThan(known / 2);
  });
});

/** Processor time of this process over several runs, which other processes on the machine do not change. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < 8; count += 1) await work();
  return process.cpuUsage(before).user;
}
