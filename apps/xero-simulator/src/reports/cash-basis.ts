import type { Journal, Posting } from '../books/journals.js';
import type { Cents } from '../books/money.js';
import { Kind } from '../books/record-ids.js';

const documents = new Set<number>([Kind.invoice, Kind.creditNote]);

/** Postings of one day. */
interface Dated { on: number; postings: Posting[] }

/** A document of which not all is settled yet. */
interface Unsettled {
  key: number;
  /** What it posted to its control account. */
  control: Cents;
  /** What it posted elsewhere: lines, tax, rounding. Together the opposite of `control`. */
  sides: { account: number; amount: Cents }[];
  settled: Cents;
  /** What of each side has been recognised. */
  recognised: Cents[];
}

/**
 * The ledger by payments: an invoice or credit note posts nothing by itself; each settlement posts the same share of its
 * lines and tax that it takes off debtors or creditors, to the cent. What is on account (overpayments) stays there.
 */
export class CashBasis {
  /** The latest document: its settlements follow it in the ledger, except those of credit notes by invoices, which come early. */
  private latest: Unsettled | null = null;
  private readonly early = new Map<number, { on: number; amount: Cents }[]>();

  /** What takes the place of the next journal of the ledger. */
  take({ source, on, postings }: Journal): Dated[] {
    if (source && isDocument(source, postings)) return this.takeDocument(keyOf(source), on, postings);
    const taken: Posting[] = [];
    for (const posting of postings) {
      const { document, amount } = posting;
      if (!document || !documents.has(document.kind)) taken.push(posting);
      else if (this.latest?.key === keyOf(document)) taken.push(...recognise(this.latest, amount));
      else this.early.set(keyOf(document), [...(this.early.get(keyOf(document)) ?? []), { on, amount }]);
    }
    return [{ on, postings: taken }];
  }

  private takeDocument(key: number, on: number, postings: Posting[]): Dated[] {
    const document = readDocument(key, postings);
    // A document of no value settles itself.
    if (document.control === 0) return [{ on, postings }];
    this.latest = document;
    const before = this.early.get(key) ?? [];
    this.early.delete(key);
    return before.map((settlement) => ({ on: settlement.on, postings: recognise(document, settlement.amount) }));
  }
}

/** A document's own journal moves no other balance; that of an allocation has the credit note for its source, too. */
function isDocument(source: { kind: number; row: number }, postings: readonly Posting[]): boolean {
  return documents.has(source.kind) && postings.every(({ document }) => !document || keyOf(document) === keyOf(source));
}

function keyOf({ kind, row }: { kind: number; row: number }): number {
  return row * 64 + kind;
}

function readDocument(key: number, postings: readonly Posting[]): Unsettled {
  const sides: Unsettled['sides'] = [];
  let control = 0;
  for (const { account, amount, document } of postings) {
    if (document) control += amount;
    else sides.push({ account, amount });
  }
  return { key, control, sides, settled: 0, recognised: sides.map(() => 0) };
}

/** The postings that take the place of one on a control account. */
function recognise(document: Unsettled, amount: Cents): Posting[] {
  document.settled -= amount;
  const whole = document.settled === document.control;
  const reached = whole ? document.sides.map((side) => side.amount) : shares(document);
  const postings = document.sides.map(({ account }, place) => ({ account, amount: reached[place] - document.recognised[place] }));
  document.recognised = reached;
  return postings;
}

/** What of each side belongs to the settled part: rounded down, and the cents left to the largest remainders. */
function shares({ control, sides, settled }: Unsettled): Cents[] {
  const parts = sides.map(({ amount }, place) => {
    const product = BigInt(amount) * BigInt(settled) * BigInt(Math.sign(control));
    const divisor = BigInt(Math.abs(control));
    const remainder = ((product % divisor) + divisor) % divisor;
    return { place, amount: Number((product - remainder) / divisor), remainder };
  });
  let left = -settled - parts.reduce((sum, part) => sum + part.amount, 0);
  for (const part of [...parts].sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1))) {
    if (left === 0) break;
    part.amount += 1;
    left -= 1;
  }
  return parts.map((part) => part.amount);
}
