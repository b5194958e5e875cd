import { queryParse } from './problems.js';
import { readMs } from './wire.js';

/** Reads a property of the record under test, by its path as Xero writes it. */
export type Property = (path: string) => unknown;
export type Condition = (property: Property) => boolean;

export interface Where {
  matches: Condition;
  /** All properties that are named, for the test on costly filters. */
  properties: readonly string[];
  /** Whether it uses OR, != or a text method, which Xero never optimises. */
  free: boolean;
}

type Token = { kind: 'name' | 'text' | 'number' | 'sign'; value: string };

const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|(==|!=|>=|<=|&&|\|\||[><(),=])|([A-Za-z_][A-Za-z0-9_.]*))/y;

/** Reads the part of Xero's filter language that clients use: comparisons, AND, OR, brackets, DateTime, guid and text methods. */
export function readWhere(text: string): Where {
  return new Reader(tokens(text)).whole();
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw queryParse(`Syntax error at position ${at}`);
    const [, quoted, number, sign, name] = match;
    if (quoted !== undefined) found.push({ kind: 'text', value: quoted.replace(/\\(.)/g, '$1') });
    else if (number !== undefined) found.push({ kind: 'number', value: number });
    else if (sign !== undefined) found.push({ kind: 'sign', value: sign });
    else found.push({ kind: 'name', value: name });
  }
  return found;
}

class Reader {
  private place = 0;
  private readonly properties: string[] = [];
  private free = false;

  constructor(private readonly tokens: Token[]) {}

  whole(): Where {
    const matches = this.either();
    if (this.place < this.tokens.length) throw queryParse(`Unexpected "${this.tokens[this.place].value}"`);
    return { matches, properties: this.properties, free: this.free };
  }

  private either(): Condition {
    let left = this.both();
    while (this.takes('||', 'OR')) {
      this.free = true;
      const [first, second] = [left, this.both()];
      left = (property) => first(property) || second(property);
    }
    return left;
  }

  private both(): Condition {
    let left = this.single();
    while (this.takes('&&', 'AND')) {
      const [first, second] = [left, this.single()];
      left = (property) => first(property) && second(property);
    }
    return left;
  }

  private single(): Condition {
    if (this.takes('(')) {
      const inner = this.either();
      this.must(')');
      return inner;
    }
    const name = this.next('name').value;
    const method = /^(.+)\.(Contains|StartsWith|EndsWith)$/.exec(name);
    if (method) return this.textMethod(method[1], method[2]);
    this.properties.push(name);
    const sign = this.next('sign').value;
    const wanted = this.literal();
    if (sign === '!=') this.free = true;
    return (property) => compare(property(name), sign, wanted);
  }

  private textMethod(name: string, method: string): Condition {
    this.properties.push(name);
    this.free = true;
    this.must('(');
    const wanted = this.next('text').value.toLowerCase();
    this.must(')');
    return (property) => {
      const found = property(name);
      const value = typeof found === 'string' ? found.toLowerCase() : '';
      if (method === 'Contains') return value.includes(wanted);
      return method === 'StartsWith' ? value.startsWith(wanted) : value.endsWith(wanted);
    };
  }

  private literal(): string | number | boolean | null {
    const token = this.tokens[this.place++];
    if (!token) throw queryParse('A value is missing');
    if (token.kind === 'text') return token.value;
    if (token.kind === 'number') return Number(token.value);
    const word = token.value.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (word === 'guid' || word === 'datetime') return this.call(word);
    throw queryParse(`"${token.value}" is not a value`);
  }

  private call(word: 'guid' | 'datetime'): string | number {
    this.must('(');
    const parts: string[] = [];
    do parts.push(this.tokens[this.place++]?.value ?? ''); while (this.takes(','));
    this.must(')');
    if (word === 'guid') return parts[0].toLowerCase();
    const [year, month, date, hour = 0, minute = 0, second = 0] = parts.map(Number);
    const moment = Date.UTC(year, (month ?? 1) - 1, date ?? 1, hour, minute, second);
    if (Number.isNaN(moment)) throw queryParse('DateTime needs numbers');
    return moment;
  }

  private takes(...values: string[]): boolean {
    const token = this.tokens[this.place];
    if (!token || token.kind === 'text' || !values.includes(token.value.toUpperCase())) return false;
    this.place++;
    return true;
  }

  private must(value: string): void {
    if (!this.takes(value)) throw queryParse(`"${value}" is missing`);
  }

  private next(kind: Token['kind']): Token {
    const token = this.tokens[this.place++];
    if (token?.kind !== kind) throw queryParse(`Unexpected ${token ? `"${token.value}"` : 'end'}`);
    return token;
  }
}

function compare(found: unknown, sign: string, wanted: string | number | boolean | null): boolean {
  const value = comparable(found);
  const order = value === wanted ? 0 : value === null || wanted === null ? Number.NaN : value < wanted ? -1 : value > wanted ? 1 : Number.NaN;
  switch (sign) {
    case '=':
    case '==': return order === 0;
    case '!=': return order !== 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
    case '<': return order < 0;
    default: return order <= 0;
  }
}

function comparable(found: unknown): string | number | boolean | null {
  const moment = readMs(found);
  if (moment !== null) return moment;
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : null;
}
