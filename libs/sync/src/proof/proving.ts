import type { SupportedDataType } from '#accounting/data-types';
import type { Call } from '#connector-kit/call';
import type { Connector, NativeRecord, Source } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { AccountBalance, Ledger, LedgerRules, StatementOfMonth } from '#connector-kit/ledger';
import type { LedgerDifference, ProofReason, ProofResult, ProofVerdict } from '#database/entities/ledger-proof.entity';
import type { Tenants } from '#database/tenant';
import { connectorFor } from '../platform-sources.js';
import { monthsFor } from '../sync-settings.js';
import { windowedTypes } from '../window-rows.js';
import { LedgerComparison, type Statements, type TrialBalances } from './ledger-comparison.js';
import { daysAfter, LedgerSums } from './ledger-sums.js';
import { mostNamed, obstacles, quarantined, versionsOf } from './obstacles.js';
import { changedAccounts, fromKept, knownOpening, toKeep } from './opening-balances.js';
import type { HeldProof } from './proof-rows.js';
import { resultOf } from './proof-words.js';
import { storedNatives } from './stored-natives.js';

/** The process stops, or the attempt is over. */
export class Stopping extends Error {}

export interface Proved {
  readonly verdict: ProofVerdict;
  readonly result: ProofResult;
  /** What is stored changed meanwhile: the verdict is of no moment that there was. */
  readonly moved: boolean;
}

/** One try of a proof. */
export class Proving {
  private readonly posting: readonly Source[];
  private readonly needed: readonly Source[];
  private readonly statements: readonly Source[];
  private readonly reasons: ProofReason[] = [];
  /** What may explain a difference. */
  private readonly notes: ProofReason[] = [];

  constructor(
    private readonly tenants: Tenants, private readonly held: HeldProof, private readonly platform: Connector, private readonly ledger: Ledger,
    private readonly stop: AbortSignal,
  ) {
    const { sources } = connectorFor(platform, held.access);
    const named = (keys: readonly string[]) => sources.filter(({ key }) => keys.includes(key));
    this.posting = named(ledger.sources);
    this.needed = named(ledger.needs);
    this.statements = named(Object.values(ledger.statements));
  }

  /** Everything that the proof looks at. */
  get dataTypes(): SupportedDataType[] {
    return typesOf([...this.needed, ...this.posting, ...this.statements]);
  }

  async prove(call: Call): Promise<Proved> {
    const [kept, flawed, before] = await this.sql(async (client) => [
      [...await obstacles(client, this.held, typesOf([...this.needed, ...this.posting])), ...leftOut(await windowedTypes(client, this.held), typesOf(this.posting))],
      await quarantined(client, this.held, typesOf(this.posting)),
      await versionsOf(client, this.held, this.dataTypes),
    ]);
    if (kept.length > 0) return { verdict: 'NotProvable', result: resultOf('NotProvable', this.platform, kept), moved: false };
    this.reasons.push(...flawed);
    const asOf = new Date().toISOString().slice(0, 10);
    const rules = this.readRules(await this.readNeeded());
    if (!rules) return { verdict: 'Incomplete', result: resultOf('Incomplete', this.platform, this.reasons), moved: false };
    const sums = await this.addUp(rules, asOf);
    const statements = await this.readStatements(rules, asOf);
    const opening = await this.readOpening(sums, daysAfter(sums.first ?? asOf, -1), call);
    const balances: TrialBalances = { asOf, openingOn: opening.on, opening: opening.balances, closing: await this.ledger.trialBalance(call, asOf) };
    const differences = new LedgerComparison(rules, sums, balances).differences(statements);
    if (opening.known && differences.length > 0) await this.noteOpening(rules, balances, call);
    const moved = await this.sql((client) => versionsOf(client, this.held, this.dataTypes)) !== before;
    const judged = this.judge(rules, sums, balances, statements, differences);
    const keep = opening.known || (judged.verdict === 'Tied' && sums.first !== undefined);
    return { ...judged, result: { ...judged.result, ...(keep && { opening: toKeep(this.held, balances) }) }, moved };
  }

  /** As they were when the books first tied, so that what a report says otherwise ever since is no opening balance. */
  private async readOpening(sums: LedgerSums, openingOn: string, call: Call): Promise<{ on: string; balances: readonly AccountBalance[]; known: boolean }> {
    if (sums.first === undefined) return { on: openingOn, balances: [], known: false };
    const known = await this.sql((client) => knownOpening(client, this.held));
    if (known && known.on <= openingOn) return { on: known.on, balances: fromKept(known), known: true };
    return { on: openingOn, balances: await this.ledger.trialBalance(call, openingOn), known: false };
  }

  private async noteOpening(rules: LedgerRules, { opening, openingOn }: TrialBalances, call: Call): Promise<void> {
    const changed = changedAccounts(opening, await this.ledger.trialBalance(call, openingOn)).map((accountId) => rules.account(accountId)?.name ?? accountId);
    if (changed.length === 0) return;
    this.notes.push({ kind: 'openingChanged', message: `Balances of ${openingOn}, from before the first document, are not what they were when the books tied: ${changed.slice(0, mostNamed).join(', ')}. If that is right, take the proof with newOpening.` });
  }

  private judge(
    rules: LedgerRules, sums: LedgerSums, balances: TrialBalances, statements: Statements, differences: readonly LedgerDifference[],
  ): Pick<Proved, 'verdict' | 'result'> {
    if (sums.first === undefined && differences.length > 0) {
      const message = `There are no documents, and yet ${this.platform.name}'s trial balance has balances.`;
      return { verdict: 'NotProvable', result: resultOf('NotProvable', this.platform, [{ kind: 'noDocuments', message }]) };
    }
    const verdict = this.reasons.length > 0 ? 'Incomplete' : differences.length > 0 ? 'Differs' : 'Tied';
    const beyond = new Set(differences.flatMap(({ accountId }) => (accountId === null ? [] : rules.beyondDocuments(accountId) ?? [])));
    const reasons = [...this.reasons, ...this.notes, ...[...beyond].map((message) => ({ kind: 'beyondDocuments', message }))];
    return { verdict, result: resultOf(verdict, this.platform, reasons, { rules, sums, balances, statements, differences }) };
  }

  private readRules(natives: ReadonlyMap<string, readonly NativeRecord[]>): LedgerRules | undefined {
    try {
      return this.ledger.rules(natives);
    } catch (error) {
      if (!(error instanceof ReadingError)) throw error;
      this.reasons.push({ kind: 'unreadable', message: `What postings depend on cannot be read: ${error.field} ${error.reason}` });
      return undefined;
    }
  }

  private async readNeeded(): Promise<Map<string, NativeRecord[]>> {
    const needed = new Map<string, NativeRecord[]>();
    for (const source of this.needed) {
      const all: NativeRecord[] = [];
      for await (const batch of this.stored(source)) all.push(...batch.map(({ native }) => native));
      needed.set(source.key, all);
    }
    return needed;
  }

  private async addUp(rules: LedgerRules, asOf: string): Promise<LedgerSums> {
    const sums = new LedgerSums(rules, asOf);
    for (const source of this.posting) {
      for await (const batch of this.stored(source)) {
        for (const { sourceId, native } of batch) this.guarded(source, sourceId, () => sums.add(rules.postings(source.key, native)));
      }
    }
    return sums;
  }

  /** Of the months that a pull reads: what is stored of older ones is as old as itself. */
  private async readStatements(rules: LedgerRules, asOf: string): Promise<Statements> {
    const { operatorId, connectionId } = this.held;
    const months: Record<keyof Statements, StatementOfMonth[]> = { balanceSheet: [], profitAndLoss: [] };
    for (const statement of ['balanceSheet', 'profitAndLoss'] as const) {
      const source = this.statements.find(({ key }) => key === this.ledger.statements[statement]);
      if (!source) continue;
      const count = await monthsFor(this.tenants, { operatorId, connectionId }, source.dataTypes);
      for await (const batch of this.stored(source, monthsBefore(asOf, count - 1))) {
        for (const { sourceId, native } of batch) this.guarded(source, sourceId, () => months[statement].push(rules.statement(source.key, native)));
      }
    }
    return months;
  }

  /** What the rules cannot read keeps the proof from being complete, and nothing else from being compared. */
  private guarded(source: Source, recordId: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ReadingError)) throw error;
      const [dataType] = source.dataTypes;
      if (this.reasons.length < mostNamed) this.reasons.push({ kind: 'unreadable', dataType, recordId, message: `A record of ${source.key} cannot be posted: ${error.field} ${error.reason}` });
    }
  }

  private async *stored(source: Source, from?: string) {
    for await (const batch of storedNatives(this.tenants, this.held, source, from)) {
      if (this.stop.aborted) throw new Stopping();
      yield batch;
    }
  }

  private sql<T>(work: Parameters<typeof this.tenants.sql<T>>[1]): Promise<T> {
    return this.tenants.sql(this.held.operatorId, work);
  }
}

/** Why the documents of these data types are not all there. */
function leftOut(windowed: readonly SupportedDataType[], posting: readonly SupportedDataType[]): ProofReason[] {
  return posting.filter((dataType) => windowed.includes(dataType))
    .map((dataType) => ({ kind: 'syncWindow', dataType, message: `${dataType} are not pulled as far back as they go: the sync settings leave older ones out.` }));
}

function typesOf(sources: readonly Source[]): SupportedDataType[] {
  return [...new Set(sources.flatMap(({ dataTypes }) => dataTypes))];
}

/** `2026-11-22` and 11 give `2025-12`. */
function monthsBefore(date: string, count: number): string {
  const [year, month] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 7);
}
