/**
 * The filter language of the API: `{totalAmount > 100 || totalAmount < 50} && status != paid`.
 *
 * - a comparison is property, operator, value; the value runs to the next `&&`, `||`, `}` or the end, spaces trimmed
 * - `&&` binds tighter than `||`; `{ }` groups
 * - there are no quotes, no escapes and no test for absence
 */
export type Operator = '=' | '!=' | '~' | '>' | '<' | '>=' | '<=';

export interface Comparison {
  readonly kind: 'comparison';
  readonly path: string;
  readonly operator: Operator;
  /** Never empty. */
  readonly value: string;
}

/** All (`and`) or any (`or`) of at least two nodes. */
export interface Group<Leaf> {
  readonly kind: 'and' | 'or';
  readonly nodes: readonly (Leaf | Group<Leaf>)[];
}

export type QueryNode<Leaf = Comparison> = Leaf | Group<Leaf>;

/** The one error of this language; its message is meant for whoever wrote the query. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';

  constructor(problem: string) {
    super(`Error parsing query - ${problem}`);
  }
}

/** Every comparison is made with every record, so that an endless query would be an endless search. */
const longestQuery = 2048;
const mostComparisons = 50;
/** Groups within groups. */
const deepestNesting = 10;

/** Reads the form of a query; whether its properties exist is asked later. Throws QuerySyntaxError only. */
export function parseSyntax(text: string): QueryNode {
  if (text.length > longestQuery) throw new QuerySyntaxError(`The query is longer than ${longestQuery} characters.`);
  const reader = new Reader(text);
  const node = readAny(reader);
  if (!reader.atEnd()) throw malformed();
  return node;
}

/** Position in the text, and how much of what may be in it was read. Knows characters, not grammar. */
class Reader {
  private position = 0;
  private comparisons = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  /** Steps over `token` if it is next. */
  take(token: string): boolean {
    this.skipSpaces();
    if (!this.text.startsWith(token, this.position)) return false;
    this.position += token.length;
    return true;
  }

  /** Steps over what a sticky expression matches here. */
  match(expression: RegExp): string | undefined {
    this.skipSpaces();
    expression.lastIndex = this.position;
    const found = expression.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  countComparison(): void {
    this.comparisons += 1;
    if (this.comparisons > mostComparisons) throw new QuerySyntaxError(`The query has more than ${mostComparisons} comparisons.`);
  }

  /** Reads what stands in a group. */
  within<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > deepestNesting) throw new QuerySyntaxError(`The query nests groups more than ${deepestNesting} deep.`);
    const inside = read();
    this.depth -= 1;
    return inside;
  }

  atEnd(): boolean {
    this.skipSpaces();
    return this.position === this.text.length;
  }

  private skipSpaces(): void {
    while (/\s/.test(this.text.charAt(this.position))) this.position += 1;
  }
}

function readAny(reader: Reader): QueryNode {
  return readSeries(reader, 'or', '||', () => readSeries(reader, 'and', '&&', () => readTerm(reader)));
}

function readSeries(reader: Reader, kind: 'and' | 'or', separator: string, next: () => QueryNode): QueryNode {
  const first = next();
  if (!reader.take(separator)) return first;
  const nodes = [first, next()];
  while (reader.take(separator)) nodes.push(next());
  return { kind, nodes };
}

function readTerm(reader: Reader): QueryNode {
  if (!reader.take('{')) return readComparison(reader);
  const inside = reader.within(() => readAny(reader));
  if (!reader.take('}')) throw malformed();
  return inside;
}

const path = /[A-Za-z_][\w-]*(?:\.[\w-]+)*/y;
const operator = /!=|>=|<=|=|~|>|</y;
// Not starting like an operator: `a == b` is a slip, not a value.
const value = /(?![=~<>])(?:(?!&&|\|\||[{}])[^])+/y;

function readComparison(reader: Reader): Comparison {
  reader.countComparison();
  const found = { path: reader.match(path), operator: reader.match(operator), value: reader.match(value)?.trim() };
  if (found.path === undefined || found.operator === undefined || !found.value) throw malformed();
  return { kind: 'comparison', path: found.path, operator: found.operator as Operator, value: found.value };
}

function malformed(): QuerySyntaxError {
  return new QuerySyntaxError('Malformed query.');
}
