import { DomainError } from '#platform/errors';
import { parseJson } from './json-body.js';

describe('a JSON body', () => {
  it('is read as it is', () => {
    expect(parseJson('{"name":"Ünï 🧾","list":[1,null,true]}')).toEqual({ name: 'Ünï 🧾', list: [1, null, true] });
    expect(parseJson('{"text":"\\u00e9\\ud83e\\uddfe \\\\u0000"}')).toEqual({ text: 'é🧾 \\u0000' });
  });

  it('may be empty', () => {
    expect(parseJson('')).toBeUndefined();
    expect(parseJson(' \n')).toBeUndefined();
  });

  it.each([
    '{', '{"a":1,}', 'undefined', "{'a':1}", '\u0000',
    '{"a":"\\u0000"}', '{"a":{"b":["x","\\ud800"]}}', '{"\\u0000":1}', '{"a":"\\udc00x"}',
    '{"__proto__":{"admin":true}}', '{"a":{"__proto__":1}}', '{"constructor":{"prototype":{"admin":true}}}', '{"__pr\\u006fto__":1}',
    '['.repeat(100_000) + ']'.repeat(100_000),
  ])('is refused as invalid: %.60s', (text) => {
    expect(() => parseJson(text)).toThrow(DomainError);
  });

  it('names the field with the character that cannot be stored', () => {
    try {
      parseJson('{"a":{"b":["x","\\u0000"]}}');
      throw new Error('was accepted');
    } catch (error) {
      expect((error as DomainError).facts.faults?.[0]?.field).toBe('a.b.1');
    }
  });
});
