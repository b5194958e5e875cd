import { chartOf, type AccountRow, type ControlAccounts } from './chart.js';
import { drawContact, isCustomer, isSupplier, type Contact } from './contacts.js';
import { Dice, mix } from './dice.js';
import type { Edition } from './editions.js';
import { drawLines, netOf, type Line, type LineAmountTypes, type LineChoices, type LineOrder } from './lines.js';
import type { Cents, Millionths } from './money.js';
import { drawPlan, type Plan, type Settlement } from './plan.js';
import { Kind } from './record-ids.js';

export const day = 86_400_000;
/** Documents cover a year and a half up to the anchor. */
const span = 540;

const amountTypes = [[68, 'Exclusive'], [26, 'Inclusive'], [6, 'NoTax']] as const;
const terms = [0, 7, 14, 30, 30, 60];
const corrections = [-10, -2, -1, 1, 3, 10];
/** Money on account is in the currency of a bank account, and so are the documents that it settles. */
const banked: ReadonlySet<Settlement> = new Set([
  'creditPartUsed', 'creditCleared', 'creditShared', 'creditRefunded', 'creditUnused', 'creditAndPayment', 'creditPartRefunded', 'creditVoided',
]);
const billNumbers = [[10, ''], [8, 'RENT'], [6, 'Rpt'], [6, 'AP'], [2, '=1+1'], [68, null]] as const;

export interface DrawingOptions {
  seed: number;
  edition: Edition;
  invoices: number;
  /** The moment before which everything generated happened. */
  anchor: number;
  /** Lines on every document; a mix of 1 to 5 when left out. */
  lines?: number;
}

/** A document as written, before payments and edits. Days count from 1970. */
export interface Draft {
  index: number;
  plan: Plan;
  contact: number;
  number: string;
  reference: string | undefined;
  issued: number;
  due: number | null;
  expected: number | null;
  currency: string;
  /** Foreign money per unit of base currency. */
  rate: Millionths;
  /** Whether the answer carries CurrencyRate; Xero leaves it out of many documents in base currency. */
  rateShown: boolean;
  types: LineAmountTypes;
  lines: Line[];
  subTotal: Cents;
  totalTax: Cents;
  total: Cents;
  discount: Cents;
  sent: boolean;
  theme: boolean;
  url?: string;
}

/** All that a seed determines: a pure function from an index to a document, so nothing needs to be kept. */
export class Drawing {
  /** Never taken out of: postings name accounts by their place. */
  readonly chart: AccountRow[];
  private readonly drawnAccounts: number;
  readonly control: ControlAccounts;
  readonly contacts: number;
  private readonly foreignWeights: readonly (readonly [number, string])[];
  private readonly salesChoices: LineChoices;
  private readonly purchaseChoices: LineChoices;

  constructor(readonly options: DrawingOptions) {
    const { accounts, control } = chartOf(options.edition);
    this.chart = accounts;
    this.drawnAccounts = accounts.length;
    this.control = control;
    this.contacts = Math.max(12, Math.round(options.invoices / 4));
    this.foreignWeights = options.edition.foreign.map((currency) => [currency.weight, currency.code] as const);
    this.salesChoices = this.choices('sales');
    this.purchaseChoices = this.choices('purchases');
  }

  /** Documents made later through an edit are plain open ones. */
  plan(index: number): Plan {
    const plan = drawPlan(this.options.seed, index);
    return index < this.options.invoices ? plan : { ...plan, approval: 'APPROVED', settlement: 'open', payments: 0, batch: null };
  }

  /** The last day on which anything generated happened. */
  get lastDay(): number {
    return Math.floor(this.options.anchor / day) - 1;
  }

  /** The ordinary bank account of a currency, or -1. */
  bankOf(currency: string): number {
    // One that was made later must not move what was drawn before.
    return this.chart.slice(0, this.drawnAccounts).findIndex((account) => account.bankAccountType === 'BANK' && account.currency === currency);
  }

  /** The tax rate of lines without tax. */
  get untaxed(): number {
    return this.salesChoices.untaxed;
  }

  lines(dice: Dice, order: LineOrder): Line[] {
    return drawLines(dice, order, order.sales ? this.salesChoices : this.purchaseChoices);
  }

  contact(index: number): Contact {
    return drawContact(this.options.seed, index, this.options.edition.foreign.map((currency) => currency.code));
  }

  issuedOn(index: number): number {
    const first = Math.floor(this.options.anchor / day) - span;
    const share = Math.floor((Math.min(index, this.options.invoices) * span) / Math.max(1, this.options.invoices));
    return Math.min(first + share + (mix(this.options.seed, Kind.stamp, index) % 5), first + span - 1);
  }

  /** Fields are listed one by one, without spreading: this is drawn for every row of every page. */
  document(index: number, issued: number): Draft {
    const plan = this.plan(index);
    const { sales, approval } = plan;
    const dice = new Dice(this.options.seed, Kind.invoice, index);
    const types = dice.weighted(amountTypes);
    const drawn = this.drawCurrency(dice, plan);
    const count = this.options.lines ?? dice.between(1, 5);
    const party = this.contactFor(dice, sales);
    // A credit can only be shared by documents of one contact and currency.
    const { currency, contact } = plan.settlement === 'sharesCredit' ? this.party(index) : { currency: drawn, contact: party };
    const due = approval === 'DRAFT' && dice.chance(500) ? null : issued + dice.pick(terms);
    const number = this.drawNumber(dice, sales, index);
    const reference = drawReference(dice, sales);
    const expected = approval === 'APPROVED' && due !== null && dice.chance(60) ? due + 5 : null;
    const order = { sales, types, count, draft: approval === 'DRAFT', free: plan.settlement === 'zeroTotal' };
    const lines = this.lines(dice, order);
    const anyway = dice.chance(500);
    const rateShown = currency !== this.options.edition.baseCurrency || anyway;
    let subTotal = 0;
    let totalTax = 0;
    let discount = 0;
    for (const line of lines) {
      subTotal += netOf(line, types);
      totalTax += line.tax;
      discount += line.discount;
    }
    // People may correct the tax of a document by up to 0.10, so header and lines need not agree.
    if (totalTax > 20 && approval === 'APPROVED' && dice.chance(30)) totalTax += dice.pick(corrections);
    const sent = sales && dice.chance(600);
    const theme = sales && dice.chance(800);
    return {
      index, plan, contact, number, reference, issued, due, expected, currency, rate: this.rate(currency, issued), rateShown, types, lines,
      subTotal, totalTax, total: subTotal + totalTax, discount, sent, theme,
    };
  }

  /** The rate of a day wanders within two percent of its middle. */
  rate(currency: string, on: number): Millionths {
    const row = this.options.edition.foreign.find((known) => known.code === currency);
    if (!row) return 1_000_000;
    return row.rate + Math.round((row.rate / 50) * ((mix(this.options.seed, Kind.rate, on) % 2001) / 1000 - 1));
  }

  /** Currency and contact of a document without the rest of it, by the same draws as {@link document} makes. */
  party(index: number): { currency: string; contact: number } {
    const plan = this.plan(index);
    if (plan.settlement === 'sharesCredit') return this.party(index - 1);
    const dice = new Dice(this.options.seed, Kind.invoice, index);
    dice.weighted(amountTypes);
    const currency = this.drawCurrency(dice, plan);
    if (this.options.lines === undefined) dice.between(1, 5);
    return { currency, contact: this.contactFor(dice, plan.sales) };
  }

  private drawCurrency(dice: Dice, plan: Plan): string {
    const { baseCurrency } = this.options.edition;
    if (!dice.chance(120)) return baseCurrency;
    const currency = dice.weighted(this.foreignWeights);
    return plan.batch !== null || (banked.has(plan.settlement) && this.bankOf(currency) < 0) ? baseCurrency : currency;
  }

  /** Few contacts have most of the documents, as in real books. */
  contactFor(dice: Dice, sales: boolean): number {
    const at = dice.below(1_000_000) / 1_000_000;
    let index = Math.floor(this.contacts * at * at);
    while (!(sales ? isCustomer(index) : isSupplier(index))) index = (index + 1) % this.contacts;
    return index;
  }

  /** Sales numbers are unique; bills carry whatever the supplier printed: twice, or nothing. */
  private drawNumber(dice: Dice, sales: boolean, index: number): string {
    if (sales) return `INV-${String(index + 1).padStart(4, '0')}`;
    return dice.weighted(billNumbers) ?? String(dice.between(100, 99_999));
  }

  private choices(side: 'sales' | 'purchases'): LineChoices {
    const { taxRates } = this.options.edition;
    return {
      accounts: this.chart.flatMap((account, index) => (account.use === side ? [index] : [])),
      taxRates,
      weightedRates: taxRates.flatMap((rate, index) => (rate[side] > 0 ? [[rate[side], index] as const] : [])),
      untaxed: taxRates.findIndex((rate) => rate.taxType === 'NONE'),
    };
  }
}

function drawReference(dice: Dice, sales: boolean): string | undefined {
  const form = dice.below(10);
  if (form < 4) return sales ? `P/O ${dice.between(1000, 9999)}` : '';
  return form < 7 ? '' : sales && form < 8 ? dice.pick(['“urgent”', '注文 42', '<b>PO</b>', '+12']) : undefined;
}
