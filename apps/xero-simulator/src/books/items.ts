import type { TenThousandths } from './money.js';

export interface ItemRow {
  code: string;
  name: string;
  description?: string;
  purchaseDescription?: string;
  /** Missing: not sold, or not bought. */
  salesPrice?: TenThousandths;
  purchasePrice?: TenThousandths;
  tracked: boolean;
  quantityOnHand?: number;
  totalCostPool?: number;
  /** What a caller of the API said of it; the rest is as on every other item. */
  sold?: boolean;
  bought?: boolean;
  salesAccount?: string;
  salesTaxType?: string;
  purchaseAccount?: string;
  purchaseTaxType?: string;
  assetAccount?: string;
  /** Deleted, though documents may still name it. */
  gone?: boolean;
}

const e4 = 10_000;

function row(code: string, name: string, sales: number | undefined, purchase: number | undefined, extra: Partial<ItemRow> = {}): ItemRow {
  return { code, name, salesPrice: sales, purchasePrice: purchase, tracked: false, description: name, ...extra };
}

/** Prices with four places show what `unitdp=4` is for. */
export const items: readonly ItemRow[] = [
  row('CHAIR', 'Office chair', 149 * e4, 89 * e4),
  row('DESK', 'Standing desk', 420 * e4, 265 * e4),
  row('LAMP', 'Desk lamp', 34_9500, 17_2500),
  row('CABLE', 'Network cable, per metre', 1_2345, 4321),
  row('SCREW', 'Screw M4, each', 3_0375, 1_0125),
  row('PAPER', 'Paper A4, 500 sheets', 5_9900, 3_1000),
  row('TONER', 'Toner cartridge', 88 * e4, 61_4000, { tracked: true, quantityOnHand: 14, totalCostPool: 85960 }),
  row('SHIRT-M', 'T-shirt, medium', 18_5000, 7_2500, { tracked: true, quantityOnHand: 120, totalCostPool: 87000 }),
  row('SHIRT-L', 'T-shirt, large', 18_5000, 7_2500, { tracked: true, quantityOnHand: 0, totalCostPool: 0 }),
  row('BOOK', 'Fish & chips: a history', 19_9500, 9_9500),
  row('TRAIN-1/2', 'Training, half day', 500 * e4, undefined),
  row('TRAIN-1', 'Training, whole day', 900 * e4, undefined),
  row('CONSULT', 'Consulting, hour', 112_5000, undefined, { description: undefined }),
  row('HOSTING', 'Hosting, month', 29_9999, undefined),
  row('SUPPORT', 'Support, month', 250 * e4, undefined),
  row('RENT', 'Rent, month', undefined, 1450 * e4),
  row('PHONE', 'Telephone line', undefined, 24_5000),
  row('FUEL', 'Fuel, litre', undefined, 1_4987),
  row('=CMD|calc', 'Item whose code tries to be a formula', 10 * e4, 5 * e4),
  row('日本茶', '日本茶 100 g', 12_3000, 6_1000),
  row('<b>', 'Item with <b>markup</b>', 7 * e4, 3_5000),
  row('MYSTERY', '', undefined, undefined, { description: undefined }),
  row('GIFT', 'Gift, free of charge', 0, 0),
  row('CLEAN', 'Cleaning, hour', 22_7500, 18_3000),
];
