import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ProofVerdict = 'Tied' | 'Differs' | 'Incomplete' | 'NotProvable';

/** A figure of a report that is not what the documents make. */
export interface LedgerDifference {
  /** Null for a row that adds several accounts up. */
  accountId: string | null;
  code: string | null;
  name: string;
  report: 'TrialBalance' | 'BalanceSheet' | 'ProfitAndLoss';
  /** The first day at whose end it differs, or the last day of the first month of which it does: `2026-11-30`. */
  date: string;
  /** On how many of the days or in how many of the months that were compared it differs. */
  dates: number;
  /** On that first day, as decimal text in base currency, debit positive. `difference` is theirs minus ours. */
  ours: string;
  theirs: string;
  difference: string;
}

export interface ProofReason {
  /** A word for a program to tell reasons apart. */
  kind: string;
  /** For a person to read. */
  message: string;
  dataType?: string;
  recordId?: string;
}

/** Balances of before the first document, as they were when the books first tied. */
export interface OpeningBalances {
  organisationId: string | null;
  /** The day that they are of the end of. */
  on: string;
  /** By account, as decimal text, debit positive. */
  balances: Record<string, string>;
}

/** What a proof came to; kept between its tries too. */
export interface ProofResult {
  /** Those that later proofs begin with. */
  opening?: OpeningBalances;
  /** For a person to read. */
  message: string;
  reasons: ProofReason[];
  /** Absent when nothing was compared. */
  comparison?: {
    baseCurrency: string;
    /** The day that the trial balance was compared at the end of. */
    asOf: string;
    /** The day whose balances were taken over from the platform, the one before the first posting; null without any posting. */
    openingOn: string | null;
    /** Months whose statements were compared, `2026-11`; null when none was. */
    months: { from: string; to: string } | null;
    documents: number;
    postings: number;
    accounts: number;
    /** Rows of accounts that differ in some report. Only so many of their differences are kept. */
    differing: number;
    differences: LedgerDifference[];
  };
}

/** What a connection shows of its newest proof. */
export interface ProofSummary {
  status: ProofVerdict;
  message: string;
  asOf?: string;
  completed: string;
}

@Entity('ledger_proof')
export class LedgerProof {
  @PrimaryColumn('uuid', { name: 'operator_id' })
  operatorId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @Column('text', { default: 'queued' })
  status: 'queued' | 'running' | 'waiting' | 'complete';

  @Column('integer', { default: 0 })
  attempt: number;

  /** Attempts that ended because their process died. */
  @Column('integer', { default: 0 })
  deaths: number;

  /** Failed attempts in a row. */
  @Column('integer', { default: 0 })
  failures: number;

  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('timestamptz', { name: 'next_at', default: () => 'now()' })
  nextAt: Date;

  @Column('integer', { default: 0 })
  tries: number;

  /** Calls of the platform that it used, those of its repeated pulls not among them. */
  @Column('integer', { default: 0 })
  calls: number;

  /** Null until it has ended. */
  @Column('text', { nullable: true })
  verdict: ProofVerdict | null;

  @Column('jsonb', { nullable: true })
  result: ProofResult | null;

  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
