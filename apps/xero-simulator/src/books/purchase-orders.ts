import { Dice } from './dice.js';
import type { Draft, Drawing } from './drawing.js';
import { netOf } from './lines.js';
import { Kind } from './record-ids.js';

export type OrderStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'BILLED' | 'DELETED';

/** An order to a supplier: it has the shape of a document but posts nothing. */
export interface PurchaseOrder extends Omit<Draft, 'due' | 'plan' | 'discount'> {
  status: OrderStatus;
  delivery: number | null;
  /** Absent on orders made in Xero's screens without an address. */
  deliverTo: { address: string; attentionTo: string; telephone: string; instructions: string } | null;
}

const statuses = [[15, 'DRAFT'], [10, 'SUBMITTED'], [35, 'AUTHORISED'], [32, 'BILLED'], [8, 'DELETED']] as const;
const firstStatuses = ['AUTHORISED', 'BILLED', 'DRAFT', 'SUBMITTED', 'DELETED'] as const;

export function orderCount(invoices: number): number {
  return Math.ceil(invoices / 8);
}

/** Purchase order number `index`. */
export function drawPurchaseOrder(drawing: Drawing, index: number, issued: number): PurchaseOrder {
  const { seed, edition, invoices, lines: fixed } = drawing.options;
  const dice = new Dice(seed, Kind.purchaseOrder, index);
  const drawnStatus = dice.weighted(statuses);
  const status = index < orderCount(invoices) ? (firstStatuses[index] ?? drawnStatus) : 'AUTHORISED';
  const types = dice.weighted([[70, 'Exclusive'], [22, 'Inclusive'], [8, 'NoTax']] as const);
  const currency = dice.chance(150) ? dice.pick(edition.foreign).code : edition.baseCurrency;
  const contact = drawing.contactFor(dice, false);
  const delivery = dice.chance(600) ? issued + dice.between(1, 40) : null;
  const address = dice.chance(500) ? { address: '23 Main Street\nMarineville 12345', attentionTo: dice.pick(['', 'Jimmy', 'Ünal']), telephone: '0800 123 4567', instructions: dice.pick(['', 'Leave at the <back> door']) } : null;
  const lines = drawing.lines(dice, { sales: false, types, count: fixed ?? dice.between(1, 4), draft: status === 'DRAFT', free: false, plain: true });
  let subTotal = 0;
  let totalTax = 0;
  for (const line of lines) {
    subTotal += netOf(line, types);
    totalTax += line.tax;
  }
  return {
    index, contact, number: `PO-${String(index + 1).padStart(4, '0')}`, reference: dice.weighted([[50, ''], [30, undefined], [20, 'Quote 77/b']] as const),
    issued, expected: dice.chance(200) ? issued + 14 : null, currency, rate: drawing.rate(currency, issued),
    rateShown: currency !== edition.baseCurrency || dice.chance(700), types, lines, subTotal, totalTax, total: subTotal + totalTax,
    sent: dice.chance(400), theme: dice.chance(700), status, delivery, deliverTo: address,
  };
}
