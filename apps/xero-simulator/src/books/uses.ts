import type { Allocation } from './changes.js';
import type { Cents } from './money.js';
import type { Payment } from './settlement.js';

/** What settles a document or uses a credit up: a payment (of a credit: a refund), or a credit on a document. */
export type NamedUse = { payment: Payment; allocation?: never } | { allocation: Allocation; payment?: never };

export type Use = NamedUse & { on: number; amount: Cents };

/** In order of their days, payments first: whatever was entered first, a document is cleared by date. */
export function usesInOrder(payments: readonly Payment[], allocations: readonly Allocation[]): Use[] {
  const uses: Use[] = [];
  for (const payment of payments) if (!payment.deleted) uses.push({ payment, on: payment.paid, amount: payment.amount });
  for (const allocation of allocations) uses.push({ allocation, on: allocation.on, amount: allocation.amount });
  return uses.length < 2 ? uses : uses.sort((a, b) => a.on - b.on);
}

export function amountOf({ payment, allocation }: NamedUse): Cents {
  return payment ? payment.amount : allocation.amount;
}

/** How much of a credit its earlier uses took. */
export function usedBefore({ refunds, allocations }: { refunds: readonly Payment[]; allocations: readonly Allocation[] }, named: NamedUse): Cents {
  let before = 0;
  for (const use of usesInOrder(refunds, allocations)) {
    if (use.payment ? use.payment.index === named.payment?.index : use.allocation.place === named.allocation?.place) break;
    before += use.amount;
  }
  return before;
}
