import type { Organisation } from '../identity/model.js';

/** A call that passed the gate. */
export interface AccountingCall {
  method: string;
  /** What follows `/api.xro/2.0/`, without the query. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | string[] | undefined>;
  body?: Buffer;
}

export interface AccountingAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Text and bytes go out as they are, anything else as JSON. */
  body: unknown;
}

/** The books behind the gate, as the server sees them. */
export interface AccountingAnswers {
  answer(organisation: Organisation, call: AccountingCall): AccountingAnswer | Promise<AccountingAnswer>;
  /** Changes the books as a person in Xero would. Throws an error with a sentence for a command that makes no sense. */
  edit(organisation: Organisation, command: unknown): unknown;
  /** What the books really hold, for tests to compare with. */
  truth(organisation: Organisation): unknown;
  /** Drops the books; the next call makes new ones. */
  forget(organisation: Organisation): void;
}
