import type { Books } from '../books/books.js';
import { journals, type Posting } from '../books/journals.js';
import type { Cents } from '../books/money.js';
import { Kind } from '../books/record-ids.js';

const documents = new Set<number>([Kind.invoice, Kind.creditNote]);

/** Postings of one day. */
interface Dated { on: number; postings: Posting[] }

/** A document of which not all is settled yet. */
interface Unsettled {
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
export function* cashJournals(books: Books): Generator<Dated> {
  const unsettled = new Map<number, Unsettled>();
  const early = new Map<number, { on: number; posting: Posting }[]>();
  for (const { source, on, postings } of journals(books)) {
    if (source && isDocument(source, postings)) {
      const key = keyOf(source);
      const document = readDocument(postings);
      // A document of no value settles itself.
      if (document.control === 0) yield { on, postings };
      else unsettled.set(key, document);
      for (const before of early.get(key) ?? []) yield { on: before.on, postings: recognise(unsettled, key, before.posting.amount) };
      early.delete(key);
      continue;
    }
    yield {
      on,
      postings: postings.flatMap((posting) => {
        const { document } = posting;
        if (!document || !documents.has(document.kind)) return [posting];
        const key = keyOf(document);
        if (unsettled.has(key)) return recognise(unsettled, key, posting.amount);
        // An invoice is walked before the credit note that settled it.
        early.set(key, [...(early.get(key) ?? []), { on, posting }]);
        return [];
      }),
    };
  }
}

/** A document's own journal moves no other balance; that of an allocation has the credit note for its source, too. */
function isDocument(source: { kind: number; row: number }, postings: readonly Posting[]): boolean {
  return documents.has(source.kind) && postings.every(({ document }) => !document || keyOf(document) === keyOf(source));
}

function keyOf({ kind, row }: { kind: number; row: number }): number {
  return row * 64 + kind;
}

function readDocument(postings: readonly Posting[]): Unsettled {
  const sides: Unsettled['sides'] = [];
  let control = 0;
  for (const { account, amount, document } of postings) {
    if (document) control += amount;
    else sides.push({ account, amount });
  }
  return { control, sides, settled: 0, recognised: sides.map(() => 0) };
}

/** The postings that take the place of one on a control account. */
function recognise(unsettled: Map<number, Unsettled>, key: number, amount: Cents): Posting[] {
  const document = unsettled.get(key)!;
  document.settled -= amount;
  const whole = document.settled === document.control;
  const reached = whole ? document.sides.map((side) => side.amount) : shares(document);
  const postings = document.sides.map(({ account }, place) => ({ account, amount: reached[place] - document.recognised[place] }));
  document.recognised = reached;
  if (whole) unsettled.delete(key);
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
