import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { jobNames, type JobName } from './jobs.js';
import { quietErrors } from './quiet-errors.js';
import { checkHandlers, storable } from './workers.js';

describe('checkHandlers', () => {
  const all = jobNames.map((name) => ({ name }));

  it('accepts one handler for each job', () => {
    expect(() => checkHandlers(all)).not.toThrow();
  });

  it('refuses a job without a handler', () => {
    expect(() => checkHandlers(all.slice(1))).toThrow(`"${jobNames[0]}" has no handler`);
  });

  it('refuses a job with two handlers', () => {
    expect(() => checkHandlers([...all, all[0]])).toThrow(`"${jobNames[0]}" has 2 handlers`);
  });

  it('refuses a handler of no job', () => {
    expect(() => checkHandlers([...all, { name: 'unheard-of' as JobName }])).toThrow('"unheard-of" is no job');
  });
});

describe('storable', () => {
  it('takes what PostgreSQL refuses out of a message', () => {
    expect(storable(new Error('a\0b \ud800')).message).toBe('ab \ufffd');
  });
});

describe('quietErrors', () => {
  it('says one line in ten seconds and how many were left out', () => {
    const lines: object[] = [];
    const logger = { warn: (facts: object) => lines.push(facts) } as unknown as Logger;
    let now = 0;
    const emitter = quietErrors(new EventEmitter(), logger, 'store', () => now);
    for (let i = 0; i < 1000; i++) emitter.emit('error', new Error('away'));
    expect(lines).toHaveLength(1);
    now = 10_000;
    emitter.emit('error', new Error('away'));
    expect(lines[1]).toMatchObject({ unsaid: 999 });
  });
});
