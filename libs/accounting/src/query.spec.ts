import fc from 'fast-check';
import { queryTarget } from './properties.js';
import { parseOrderBy, parseQuery } from './query.js';
import { parseSyntax, type QueryNode, QuerySyntaxError } from './query-syntax.js';

const invoices = queryTarget('invoices');
const comparison = (path: string, operator: string, value: string) => ({ kind: 'comparison', path, operator, value });

describe('form', () => {
  test('&& binds tighter than ||', () => {
    expect(parseSyntax('a=1 || b=2 && c=3')).toEqual({
      kind: 'or',
      nodes: [comparison('a', '=', '1'), { kind: 'and', nodes: [comparison('b', '=', '2'), comparison('c', '=', '3')] }],
    });
  });

  test('braces group', () => {
    expect(parseSyntax('{totalAmount > 100 || totalAmount < 50} && status != paid')).toEqual({
      kind: 'and',
      nodes: [
        { kind: 'or', nodes: [comparison('totalAmount', '>', '100'), comparison('totalAmount', '<', '50')] },
        comparison('status', '!=', 'paid'),
      ],
    });
  });

  test('braces around one comparison change nothing', () => {
    expect(parseSyntax('{{ a = 1 }}')).toEqual(comparison('a', '=', '1'));
  });

  test('spaces around operators do not matter, spaces inside values do', () => {
    expect(parseSyntax('  a.b  ~   Smith & Sons | Ltd  ')).toEqual(comparison('a.b', '~', 'Smith & Sons | Ltd'));
    expect(parseSyntax('a>=1')).toEqual(comparison('a', '>=', '1'));
    expect(parseSyntax('a<=1')).toEqual(comparison('a', '<=', '1'));
  });

  test('a value may hold operators', () => {
    expect(parseSyntax('a=x=y>z')).toEqual(comparison('a', '=', 'x=y>z'));
  });

  test.each(['', ' ', 'a', 'a=', 'a= ', '=1', 'a==1', 'a=1 &&', '&& a=1', '{a=1', 'a=1}', '{}', 'a=1 b=2 &&', '{a=1} b=2', '1=a', 'a.=1', 'a=1 || || b=2'])(
    '%p is malformed',
    (text) => {
      expect(() => parseSyntax(text)).toThrow(new QuerySyntaxError('Malformed query.'));
    },
  );

  test('2048 characters are read and 2049 are not', () => {
    const longest = `a=${'x'.repeat(2046)}`;
    expect(parseSyntax(longest)).toMatchObject({ path: 'a' });
    expect(() => parseSyntax(`${longest}x`)).toThrow(/longer than 2048/);
  });

  test('groups 10 deep are read and 11 are not', () => {
    const nested = (depth: number) => `${'{'.repeat(depth)}a=1${'}'.repeat(depth)}`;
    expect(parseSyntax(nested(10))).toEqual(comparison('a', '=', '1'));
    expect(() => parseSyntax(nested(11))).toThrow(new QuerySyntaxError('The query nests groups more than 10 deep.'));
    expect(parseSyntax(Array.from({ length: 20 }, () => '{a=1}').join(' && '))).toMatchObject({ kind: 'and' });
  });

  test('50 comparisons are read and 51 are not, whatever joins them', () => {
    const joined = (count: number, by: string) => Array.from({ length: count }, (_, index) => `{a=${index}}`).join(by);
    for (const by of ['&&', '||']) {
      expect(parseSyntax(joined(50, by))).toMatchObject({ nodes: { length: 50 } });
      expect(() => parseSyntax(joined(51, by))).toThrow(new QuerySyntaxError('The query has more than 50 comparisons.'));
    }
    expect(() => parseQuery(encodeURIComponent(joined(51, '&&')), invoices)).toThrow(/more than 50 comparisons/);
  });

  test('what is printed is read back', () => {
    const leaf = fc.record({
      kind: fc.constant('comparison' as const),
      path: fc.stringMatching(/^[A-Za-z_]\w{0,8}(\.\w{1,8}){0,2}$/),
      operator: fc.constantFrom('=' as const, '!=' as const, '~' as const, '>' as const, '<' as const, '>=' as const, '<=' as const),
      value: fc.stringMatching(/^[^\s{}|&=<>~][^{}|&]{0,20}$/).map((text) => text.trim()).filter((text) => text !== ''),
    });
    const tree = fc.letrec<{ node: QueryNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        leaf,
        fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), nodes: fc.array(tie('node'), { minLength: 2, maxLength: 3 }) }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (node) => {
        const text = print(node);
        fc.pre(text.length <= 2048);
        expect(flatten(parseSyntax(text))).toEqual(flatten(node));
      }),
    );
  });
});

describe('meaning', () => {
  test('text ignores nothing but is kept as written', () => {
    expect(parseQuery('status=paid', invoices)).toEqual({ ...comparison('status', '=', 'paid'), type: 'string' });
  });

  test('a property is found regardless of case and named as in the model', () => {
    expect(parseQuery('CustomerRef.ID=61', invoices)).toEqual({ ...comparison('customerRef.id', '=', '61'), type: 'string' });
  });

  test('a date without time is midnight UTC', () => {
    expect(parseQuery('issueDate >= 2026-11-22', invoices)).toMatchObject({ value: '2026-11-22T00:00:00', type: 'date' });
    expect(parseQuery('modifiedDate > 2026-11-22T12:00:00+02:00', invoices)).toMatchObject({ value: '2026-11-22T10:00:00' });
  });

  test('metadata can be asked for', () => {
    expect(parseQuery('metadata.isDeleted!=True', invoices)).toMatchObject({ type: 'boolean', value: 'true' });
  });

  test('a query that was encoded twice is decoded once more', () => {
    expect(parseQuery('status%3Dpaid%26%26totalAmount%3E5', invoices)).toEqual(parseQuery('status=paid&&totalAmount>5', invoices));
  });

  test('a per cent sign in a value is left alone', () => {
    expect(parseQuery('note=100%25 off', invoices)).toMatchObject({ value: '100%25 off' });
  });

  test.each([
    ['lineItems.description=x', 'Could not resolve property lineItems.description on Invoice'],
    ['isCompleted=true', 'Could not resolve property isCompleted on Invoice'],
    ['customerRef=x', 'Could not resolve property customerRef on Invoice'],
    ['__proto__=x', 'Could not resolve property __proto__ on Invoice'],
    ['status>paid', '> cannot be used with status, which is a string.'],
    ['totalAmount~5', '~ cannot be used with totalAmount, which is a number.'],
    ['totalAmount=five', 'totalAmount is a number, and the query compares it with something else.'],
    ['totalAmount=1e5', 'totalAmount is a number, and the query compares it with something else.'],
    ['issueDate=2026-02-30', 'issueDate is a date, and the query compares it with something else.'],
    ['metadata.isDeleted=yes', 'metadata.isDeleted is a boolean, and the query compares it with something else.'],
  ])('%s is refused', (text, problem) => {
    expect(() => parseQuery(text, invoices)).toThrow(new QuerySyntaxError(problem));
  });

  test('any text is either read or refused with the one error', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom('{', '}', '&&', '||', 'status', 'totalAmount', '=', '!=', '~', '>', '%', '%7B', ' ', 'paid', '5', '.'), { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        for (const parse of [parseQuery, parseOrderBy]) {
          try {
            parse(text, invoices);
          } catch (error) {
            expect(error).toBeInstanceOf(QuerySyntaxError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('order', () => {
  test('is ascending, and descending after a minus', () => {
    expect(parseOrderBy('issueDate', invoices)).toEqual({ path: 'issueDate', type: 'date', descending: false });
    expect(parseOrderBy('-customerRef.companyName', invoices)).toMatchObject({ path: 'customerRef.companyName', descending: true });
  });

  test.each(['', '-', '--issueDate', 'issueDate,dueDate', 'lineItems'])('%p is refused', (text) => {
    expect(() => parseOrderBy(text, invoices)).toThrow(QuerySyntaxError);
  });
});

function print(node: QueryNode): string {
  if (node.kind === 'comparison') return `${node.path} ${node.operator}${node.value}`;
  return node.nodes.map((child) => `{${print(child)}}`).join(node.kind === 'and' ? ' && ' : '||');
}

/** `a && {b && c}` and `{a && b} && c` mean the same but are other trees. */
function flatten(node: QueryNode): QueryNode {
  if (node.kind === 'comparison') return node;
  const nodes = node.nodes.map(flatten).flatMap((child) => (child.kind === node.kind ? child.nodes : [child]));
  return { kind: node.kind, nodes };
}
