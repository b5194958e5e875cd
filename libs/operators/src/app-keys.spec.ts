import { DomainError, type Fault } from '#platform/errors';
import { type AppKeys, checkAppKeys, type StoredKeys } from './app-keys.js';

const none: StoredKeys = { clientId: null, hasSecret: false };
const stored: StoredKeys = { clientId: 'ABC', hasSecret: true };
const good: AppKeys = { clientId: 'ABC', clientSecret: 'secret', tier: 'starter' };

function faults(keys: AppKeys, before: StoredKeys = none): Fault[] {
  try {
    checkAppKeys(keys, before, ['starter', 'core']);
    return [];
  } catch (error) {
    return (error as DomainError).facts.faults ?? [];
  }
}

describe('keys of an app', () => {
  it('takes keys without spaces', () => {
    expect(faults(good)).toEqual([]);
  });

  it.each([' ABC', 'ABC ', 'A BC', 'ABC\n', 'A\tBC', 'A\u00a0BC', 'A\u3000BC'])('refuses %j for its spaces, naming the field', (text) => {
    expect(faults({ ...good, clientId: text })).toEqual([{ field: 'clientId', message: 'The client ID must not contain spaces.' }]);
    expect(faults({ ...good, clientSecret: text })).toEqual([{ field: 'clientSecret', message: 'The client secret must not contain spaces.' }]);
  });

  it('reports all fields together', () => {
    expect(faults({ clientId: '', clientSecret: '', tier: 'gold' }).map(({ field }) => field)).toEqual(['clientId', 'clientSecret', 'tier']);
  });

  it('keeps the stored secret when none is sent for the same client ID', () => {
    expect(faults({ clientId: 'ABC', tier: 'core' }, stored)).toEqual([]);
  });

  it('asks for a secret when there is none, and when the client ID is another', () => {
    expect(faults({ clientId: 'ABC', tier: 'core' })).toHaveLength(1);
    expect(faults({ clientId: 'DEF', tier: 'core' }, stored)).toEqual([
      { field: 'clientSecret', message: 'Enter the client secret that belongs to this client ID.' },
    ]);
  });

  it.each(['é', 'ключ', '\u202e', 'a\u0000b'])('refuses %j, which no key contains', (text) => {
    expect(faults({ ...good, clientId: text })).toHaveLength(1);
  });

  it('refuses keys that are too long', () => {
    expect(faults({ ...good, clientId: 'x'.repeat(201), clientSecret: 'x'.repeat(501) })).toHaveLength(2);
  });
});
