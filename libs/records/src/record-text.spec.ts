import { parseJson } from '#connector-kit/written-json';
import { documentText, nativeText, withModifiedDate } from './record-text.js';

describe('documentText', () => {
  it('leaves the platform’s own time out, so that it does not change the hash', () => {
    expect(documentText({ id: 'a', modifiedDate: '2026-01-01T00:00:00Z' })).toEqual(documentText({ id: 'a' }));
    expect(documentText({ id: 'a' }).text).toBe('{"id":"a"}');
  });

  it('takes out what jsonb refuses, in values and keys at any depth, and nothing else', () => {
    const document = { id: 'a\0', lines: [{ ['k\0']: 'x\ud800y' }], plain: '\\u0000 \\ud800 \ud83d\ude00' };
    expect(JSON.parse(documentText(document).text)).toEqual({ id: 'a', lines: [{ k: 'x\ufffdy' }], plain: '\\u0000 \\ud800 \ud83d\ude00' });
  });

  it('has another hash for another content', () => {
    expect(documentText({ id: 'a' }).hash).not.toBe(documentText({ id: 'b' }).hash);
  });
});

describe('nativeText', () => {
  it('keeps a native exactly as it came', () => {
    const native = { a: 'x\0\ud800', b: [null, 1.5] };
    expect(JSON.parse(nativeText(native).text.toString())).toEqual(native);
  });

  it('knows one by the bytes that came and keeps it without their indentation', () => {
    const read = (text: string) => nativeText((parseJson(Buffer.from(`{"Rows":[${text}]}`)) as { Rows: object[] }).Rows[0]);
    expect(read('{\r\n  "a": 1.00\r\n}').text).toBe('{"a":1}');
    expect(read('{"a": 1.00}').text.toString()).toBe('{"a": 1.00}');
    expect(read('{"a":1}').hash).toBe(nativeText({ a: 1 }).hash);
    expect(read('{"a":1.00}').hash).not.toBe(nativeText({ a: 1 }).hash);
  });
});

describe('withModifiedDate', () => {
  it('adds the time to any document', () => {
    expect(JSON.parse(withModifiedDate('{"id":"a"}', '2026-01-01T00:00:00Z'))).toEqual({ id: 'a', modifiedDate: '2026-01-01T00:00:00Z' });
    expect(JSON.parse(withModifiedDate('{}', '2026-01-01T00:00:00Z'))).toEqual({ modifiedDate: '2026-01-01T00:00:00Z' });
  });
});
