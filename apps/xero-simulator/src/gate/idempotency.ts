import { createHash } from 'node:crypto';
import type { BooksAnswer } from '../accounting/answer.js';
import type { Clock } from '../clock.js';
import { problem } from './problems.js';

/** Xero keeps an answer for six minutes. */
const keptMs = 6 * 60 * 1000;
const longestKey = 128;

interface Kept { until: number; request: string; answer: BooksAnswer }

/** A call that carries an Idempotency-Key. */
export interface KeyedCall {
  clientId: string;
  key: string;
  /** Method, address, organisation and body: all that makes it the same request. */
  parts: readonly (string | Buffer)[];
}

/** Answers of writes by app and key: the same call again gets the same answer and does nothing, also when it was an error. */
export class IdempotentCalls {
  /** In the order of their time, because all are kept equally long. */
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly clock: Clock) {}

  once({ clientId, key, parts }: KeyedCall, make: () => BooksAnswer): BooksAnswer {
    if (key.length > longestKey) return asAnswer(`Idempotency Key: the maximum length is ${longestKey} characters.`);
    this.forget();
    const name = `${clientId} ${key}`;
    const request = hash(parts);
    const known = this.kept.get(name);
    if (known) return known.request === request ? known.answer : asAnswer(`Idempotency Key: ${key} is used with a different request.`);
    const answer = make();
    this.kept.set(name, { until: this.clock.now() + keptMs, request, answer });
    return answer;
  }

  private forget(): void {
    for (const [name, { until }] of this.kept) {
      if (until > this.clock.now()) return;
      this.kept.delete(name);
    }
  }
}

function hash(parts: readonly (string | Buffer)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length}:`).update(part);
  return sum.digest('base64');
}

function asAnswer(message: string): BooksAnswer {
  const { status, body, contentType } = problem(400, 'Bad Request', message);
  return { status, body, headers: { 'content-type': contentType } };
}
