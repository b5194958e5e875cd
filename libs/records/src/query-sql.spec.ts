import type { QueryTarget } from '#accounting/properties';
import { parseOrderBy, parseQuery } from '#accounting/query';
import { QuerySyntaxError } from '#accounting/query-syntax';
import fc from 'fast-check';
import { conditionOf, orderOf, Parameters, type SqlProperty } from './query-sql.js';

const target: QueryTarget = {
  name: 'Thing',
  properties: [
    { path: 'status', type: 'string' },
    { path: 'note', type: 'string' },
    { path: 'total', type: 'number' },
    { path: 'issued', type: 'date' },
    { path: 'changed', type: 'date' },
    { path: 'open', type: 'boolean' },
    { path: 'parts.state', type: 'string' },
  ],
};

const columns: Record<string, SqlProperty> = {
  status: { sql: 's', storage: 'key' },
  note: { sql: 'n', storage: 'text' },
  total: { sql: 't', storage: 'numeric' },
  issued: { sql: 'i', storage: 'timestamp' },
  changed: { sql: 'c', storage: 'instant' },
  open: { sql: 'o', storage: 'boolean' },
  'parts.state': { sql: 'p.state', storage: 'text', any: (condition) => `exists (select from p where ${condition})` },
};

function sqlOf(text: string): { sql: string; values: unknown[] } {
  const parameters = new Parameters(['first']);
  return { sql: conditionOf(parseQuery(text, target), (path) => columns[path], parameters), values: parameters.values };
}

describe('a query as SQL', () => {
  it('binds every value and casts it to the type of its column', () => {
    expect(sqlOf('total>10.50')).toEqual({ sql: 't > $2::numeric', values: ['first', '10.50'] });
    expect(sqlOf('issued<=2026-01-31')).toEqual({ sql: 'i <= $2::timestamp', values: ['first', '2026-01-31T00:00:00'] });
    expect(sqlOf('changed>2026-01-31')).toEqual({ sql: "c > ($2::timestamp at time zone 'UTC')", values: ['first', '2026-01-31T00:00:00'] });
    expect(sqlOf('open=TRUE')).toEqual({ sql: 'o = $2::boolean', values: ['first', 'true'] });
  });

  it('compares a column that is kept in lower case without calling a function on it, so that an index serves', () => {
    expect(sqlOf('status=Paid')).toEqual({ sql: 's = $2::text', values: ['first', 'paid'] });
    expect(sqlOf('note=Paid')).toEqual({ sql: 'lower(n) = lower($2::text)', values: ['first', 'Paid'] });
  });

  it('counts an absent value as different', () => {
    expect(sqlOf('status!=paid').sql).toBe('s is distinct from $2::text');
  });

  it('keeps groups together whatever joins them', () => {
    expect(sqlOf('{total > 100 || total < 50} && status != paid').sql)
      .toBe('((t > $2::numeric or t < $3::numeric) and s is distinct from $4::text)');
    expect(sqlOf('total>1 || total<2 && status=a').sql).toBe('(t > $2::numeric or (t < $3::numeric and s = $4::text))');
  });

  it('reads = of many rows as "one is" and != as "none is"', () => {
    expect(sqlOf('parts.state=Linked').sql).toBe('exists (select from p where lower(p.state) = lower($2::text))');
    expect(sqlOf('parts.state!=Linked').sql).toBe('not exists (select from p where lower(p.state) = lower($2::text))');
  });

  it('orders with a tie break, absent values lowest both ways', () => {
    const order = (text: string) => orderOf(parseOrderBy(text, target), (path) => columns[path], new Parameters(), 'id');
    expect(order('total')).toBe('t asc nulls first, id asc');
    expect(order('-note')).toBe('lower(n) desc nulls last, id desc');
  });

  it.each([
    "status=x'; drop table record; --",
    "status=paid' or '1'='1",
    'status=\\\'; select pg_sleep(10)--',
    'status=$1',
    'status=%27%20or%201=1',
    "note~' union select version()--",
  ])('never lets a value into the statement: %s', (text) => {
    expect(sqlOf(text).sql).toMatch(/^(s = \$2::text|strpos\(lower\(n\), lower\(\$2::text\)\) > 0)( or|$)/);
  });

  it.each(["status'--=1", 'status);drop table x=1', '"status"=1', 'r.status=1', 'status->>0=1', '1=1', 'constructor=1', '__proto__.x=1'])(
    'knows no property outside the model: %s',
    (text) => expect(() => sqlOf(text)).toThrow(QuerySyntaxError),
  );

  it('makes only text of its own, for any query at all', () => {
    const own = /^(?:[stnioc]|p\.state|\(|\)| |and|or|not|exists|select from p where|is distinct from|=|>=|<=|>|<|lower|strpos|, |\$\d+|::(?:text|numeric|timestamp|boolean)|at time zone 'UTC'|0)+$/;
    const hostile = fc.constantFrom("'", '--', '$1', '/*', '\\', "' or true--");
    const words = fc.tuple(fc.constantFrom('status', 'note', 'parts.state'), fc.constantFrom('=', '!=', '~'), fc.oneof(fc.string({ minLength: 1 }), hostile));
    const others = fc.constantFrom('total>1', 'issued<2026-01-01', 'changed!=2026-01-01', 'open=true');
    const comparison = fc.oneof(words.map((parts) => parts.join('')), others);
    const text = fc.array(fc.tuple(comparison, fc.constantFrom('&&', '||')), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.map((part, i) => (i ? part[1] : '') + part[0]).join(''));
    let accepted = 0;
    fc.assert(fc.property(text, (query) => {
      try {
        expect(sqlOf(query).sql).toMatch(own);
        accepted += 1;
      } catch (error) {
        if (!(error instanceof QuerySyntaxError)) throw error;
      }
    }), { numRuns: 2_000 });
    expect(accepted).toBeGreaterThan(500);
  });
});
