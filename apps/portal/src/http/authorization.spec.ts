import { keyOfAuthorization } from './authorization.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the API key of a request', () => {
  it('is the Base64 of the key alone', () => {
    expect(keyOfAuthorization(basic('a-key'))).toBe('a-key');
    expect(keyOfAuthorization(basic('a-key').replace('Basic', 'basic'))).toBe('a-key');
  });

  it('may be written as a user without a password', () => {
    expect(keyOfAuthorization(basic('a-key:'))).toBe('a-key');
  });

  it.each(['', 'Basic', 'Basic ', `Bearer ${Buffer.from('a-key').toString('base64')}`, 'Basic a key', 'Basic ***', basic(''), basic(':')])(
    'is not found in %j',
    (header) => {
      expect(keyOfAuthorization(header)).toBeNull();
    },
  );
});
