import { bytesOf, LongList, longest, parseJson } from './written-json.js';

const parsed = (text: string) => {
  try {
    return parseJson(Buffer.from(text));
  } catch (error) {
    return (error as Error).name;
  }
};
const whole = (text: string) => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return (error as Error).name;
  }
};

describe('parseJson', () => {
  it('remembers of each record in the list the bytes that it came as', () => {
    const first = '{"a" : "é { ] \\" \\\\","b":[{"c":1.00}]}';
    const body = parseJson(Buffer.from(`{"Id":"x","pagination":{"page":{"n":1}},"Rows":[${first},\r\n  {"a":2}],"Status":"OK"}`)) as { Rows: object[] };
    expect(body).toEqual({ Id: 'x', pagination: { page: { n: 1 } }, Rows: [{ a: 'é { ] " \\', b: [{ c: 1 }] }, { a: 2 }], Status: 'OK' });
    expect(body.Rows.map((row) => bytesOf(row)?.toString())).toEqual([first, '{"a":2}']);
  });

  it('remembers nothing of a record that somebody made from another', () => {
    const { Rows: [row] } = parseJson(Buffer.from('{"Rows":[{"a":1}]}')) as { Rows: object[] };
    expect(bytesOf({ ...row })).toBeUndefined();
  });

  it('reads any text as JSON.parse does', () => {
    const texts = [
      '', '1', 'null', '[]', '[{"a":1},{"a":2}]', '{"a":[]}', '{"a":[1,{"b":2}]}', '{"a":[{"b":1}],"c":[{"d":1}]}', '{"a":[[{"b":1}]]}', '{"a":[null,{"b":1}]}',
      '{"a":[{"b":1}],"a":5}', '{"a":{"b":[{"c":1}]}}', '{"a":[{"b":1}],"b":null}', '{"a":[{"__proto__":1}]}', '{"a":"}]","b":[{"c":"\\u0000\\ud800"}]}',
      '{"a":[{"b":1}', '{"a":[{"b":1}]', '{"a":[{"b":1}{"b":2}]}', '{"a":[1{"b":1}]}', '{"a":[{"b":1},]}', '{"a":[{"b":1}]}x', '{"a":[{"b":1]}]}', '{"a":[{"b}]}', '\ufeff{"a":[{}]}',
      '}{"a":[{}]}', '{"a":[{"b":01}]}', '{"a":[{"b":"\n"}]}', '{"a":[{},null]}',
    ];
    for (const text of texts) expect([text, parsed(text)]).toEqual([text, whole(text)]);
  });

  it('leaves the records of a very long list bytes until they are asked for', () => {
    const records = Array.from({ length: longest + 1 }, (_, index) => `{"a":${index}}`);
    const { Rows } = parseJson(Buffer.from(`{"Id":"x","Rows":[${records.join(',')}]}`)) as { Rows: LongList };
    expect(Rows).toBeInstanceOf(LongList);
    expect([Rows.length, Rows.slice(999, 5000), bytesOf(Rows.slice(2, 3)[0])?.toString()]).toEqual([1001, [{ a: 999 }, { a: 1000 }], '{"a":2}']);
    const broken = parseJson(Buffer.from(`{"Rows":[${records.join(',').replace('"a":7}', '"a":}')}]}`)) as { Rows: LongList };
    expect(() => broken.Rows.slice(0, 10)).toThrow(SyntaxError);
  });

  it('reads bytes that are no UTF-8 as a decoder does', () => {
    const bytes = Buffer.from([...Buffer.from('{"a":[{"b":"'), 0xe2, 0x82, ...Buffer.from('"}]}')]);
    expect(parseJson(bytes)).toEqual(JSON.parse(bytes.toString('utf8')));
  });
});
