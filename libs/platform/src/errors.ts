/** What went wrong, in the domain's words. The edge that speaks HTTP decides which status each kind becomes. */
export type ErrorKind =
  | 'invalid' | 'unauthorized' | 'paymentRequired' | 'forbidden' | 'notFound' | 'conflict' | 'unprocessable' | 'tooMany' | 'unavailable';

/** One field that was not accepted, and what would be. */
export interface Fault {
  field: string;
  message: string;
}

export interface ErrorFacts {
  /** A short machine-readable name for callers that must tell two errors of one kind apart. */
  code?: string;
  faults?: Fault[];
  retryAfterSeconds?: number;
}

/** An expected failure: its message is written for the caller and safe to show. */
export class DomainError extends Error {
  constructor(readonly kind: ErrorKind, message: string, readonly facts: ErrorFacts = {}) {
    super(message);
    this.name = 'DomainError';
  }

  get code(): string | undefined {
    return this.facts.code;
  }
}

export const invalid = (message: string, faults: Fault[] = []) => new DomainError('invalid', message, { faults });
export const unauthorized = (message: string) => new DomainError('unauthorized', message);
export const forbidden = (message: string) => new DomainError('forbidden', message);
export const notFound = (message: string) => new DomainError('notFound', message);
export const conflict = (message: string, code?: string) => new DomainError('conflict', message, { code });
export const unprocessable = (message: string) => new DomainError('unprocessable', message);
export const tooMany = (message: string, retryAfterSeconds: number) => new DomainError('tooMany', message, { retryAfterSeconds });
export const unavailable = (message: string, retryAfterSeconds = 5) => new DomainError('unavailable', message, { retryAfterSeconds });
