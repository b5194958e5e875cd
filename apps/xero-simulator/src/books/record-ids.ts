import { mix } from './dice.js';

/** Kinds of record; the number takes part in every draw and id, so it must never change. */
export const Kind = {
  invoice: 1, contact: 2, payment: 3, creditNote: 4, account: 5, item: 6, trackingCategory: 7, trackingOption: 8,
  line: 9, allocation: 10, theme: 11, user: 12, batch: 13, answer: 14, edit: 15, plan: 16, stamp: 17, rate: 18,
  bankTransaction: 19, bankTransfer: 20, manualJournal: 21, purchaseOrder: 22, prepayment: 23, overpayment: 24, attachment: 25, journal: 26, journalLine: 27, writtenLine: 40, writtenFile: 41,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

const bytes = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/**
 * Ids that look random and can be read back: the first 32 bits are the record's index behind a keyed permutation,
 * the rest is a check. So a million records need no table from id to index.
 */
export class RecordIds {
  constructor(private readonly seed: number) {}

  id(kind: Kind, index: number): string {
    return this.write(kind, permute(index, mix(this.seed, kind, 0)));
  }

  /** The leading 32 bits of the id, which decide how two ids sort. */
  sortKey(kind: Kind, index: number): number {
    return permute(index, mix(this.seed, kind, 0));
  }

  /** The index behind an id of that kind, or null when the id was not made here. */
  indexOf(kind: Kind, id: string): number | null {
    const wanted = id.toLowerCase();
    const lead = Number.parseInt(wanted.slice(0, 8), 16);
    if (wanted.length !== 36 || Number.isNaN(lead)) return null;
    const index = unpermute(lead, mix(this.seed, kind, 0));
    return this.write(kind, lead) === wanted ? index : null;
  }

  private write(kind: Kind, lead: number): string {
    const second = mix(this.seed, kind + 100, lead);
    const third = mix(this.seed, kind + 200, lead);
    const fourth = mix(this.seed, kind + 300, lead);
    return (
      hex(lead >>> 16) + hex(lead & 0xffff) + '-' + hex(second >>> 16) + '-' + hex((second & 0x0fff) | 0x4000) + '-' +
      hex(((third >>> 16) & 0x3fff) | 0x8000) + '-' + hex(third & 0xffff) + hex(fourth >>> 16) + hex(fourth & 0xffff)
    );
  }
}

function hex(word: number): string {
  return bytes[word >>> 8] + bytes[word & 0xff];
}

/** A four-round Feistel network over two halves of 16 bits: every 32-bit number has exactly one image. */
function permute(value: number, key: number): number {
  let left = value >>> 16;
  let right = value & 0xffff;
  for (let round = 0; round < 4; round++) {
    const next = left ^ (mix(right, key, round) & 0xffff);
    left = right;
    right = next;
  }
  return ((left << 16) | right) >>> 0;
}

function unpermute(value: number, key: number): number {
  let left = value >>> 16;
  let right = value & 0xffff;
  for (let round = 3; round >= 0; round--) {
    const before = right ^ (mix(left, key, round) & 0xffff);
    right = left;
    left = before;
  }
  return ((left << 16) | right) >>> 0;
}
