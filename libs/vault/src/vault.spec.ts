import { UnreadableSecret, Vault } from './vault.js';

const place = { operatorId: 'o1', table: 'app', column: 'client_secret', rowId: 'r1' };
const old = 'old'.repeat(11);
const current = 'new'.repeat(11);

describe('a vault', () => {
  it('opens what it sealed, in the place that it was sealed for', () => {
    const vault = new Vault([current]);
    expect(vault.open(vault.seal('pässword ✓', place), place)).toBe('pässword ✓');
  });

  it.each(['operatorId', 'table', 'column', 'rowId'] as const)('does not open a value that was moved to another %s', (part) => {
    const vault = new Vault([current]);
    const sealed = vault.seal('secret', place);
    expect(() => vault.open(sealed, { ...place, [part]: 'other' })).toThrow(UnreadableSecret);
  });

  it('does not open a value of which any byte was changed', () => {
    const vault = new Vault([current]);
    const sealed = vault.seal('secret', place);
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Buffer.from(sealed);
      altered[at] ^= 1;
      expect(() => vault.open(altered, place)).toThrow(UnreadableSecret);
    }
  });

  it('never seals the same text to the same bytes', () => {
    const vault = new Vault([current]);
    expect(vault.seal('secret', place).equals(vault.seal('secret', place))).toBe(false);
  });

  it('still opens values of an older root key, says that they are not current, and cannot without it', () => {
    const sealed = new Vault([old]).seal('secret', place);
    const rotating = new Vault([current, old]);
    expect(rotating.open(sealed, place)).toBe('secret');
    expect(rotating.isCurrent(sealed)).toBe(false);
    expect(rotating.isCurrent(rotating.seal('secret', place))).toBe(true);
    expect(() => new Vault([current]).open(sealed, place)).toThrow(/ENCRYPTION_KEY/);
  });

  it('does not start without a proper root key', () => {
    expect(() => new Vault([])).toThrow();
    expect(() => new Vault(['short'])).toThrow();
  });
});
