import type { Books } from '../books/books.js';
import { mix } from '../books/dice.js';
import type { Line } from '../books/lines.js';
import { Kind } from '../books/record-ids.js';

/**
 * The lines of documents, written as text piece by piece. Lines are nine tenths of all that is sent, and all but their
 * numbers comes from a few lists, so each entry of those lists is turned to JSON once.
 */
class LineWriter {
  private readonly renamed: number;
  private readonly accounts: string[];
  private readonly taxTypes: string[];
  private readonly items: { code: string; whole: string }[];
  private readonly options: string[][];
  private readonly texts = new Map<string, string>();

  constructor(private readonly books: Books) {
    const { chart, options } = books.drawing;
    this.renamed = books.changes.renamed;
    this.accounts = chart.map(({ code }, row) => `${code === null ? '' : `,"AccountCode":${JSON.stringify(code)}`},"AccountID":"${books.ids.id(Kind.account, row)}"`);
    this.taxTypes = options.edition.taxRates.map(({ taxType }) => `,"TaxType":"${taxType}"`);
    this.items = books.items.map(({ code }, row) => ({
      code: `"ItemCode":${JSON.stringify(code)},`,
      whole: `,"Item":${JSON.stringify({ ItemID: books.ids.id(Kind.item, row), Name: books.itemName(row), Code: code })}`,
    }));
    this.options = books.categories.map((category, row) => category.options.map(({ number }) => JSON.stringify({
      Name: category.name, Option: books.optionName(number), TrackingCategoryID: books.ids.id(Kind.trackingCategory, row),
    })));
  }

  isCurrent(): boolean {
    return this.renamed === this.books.changes.renamed;
  }

  /** Prices have two places unless four were asked for; tracking names its option by text only. */
  line(line: Line, lineId: string, place: number, fourPlaces: boolean): string {
    if (line.remark) {
      const zeros = place % 2 === 0 ? '' : ',"UnitAmount":0,"TaxAmount":0,"LineAmount":0,"Quantity":0';
      return `{"Description":${this.text(line.description!)}${zeros},"Tracking":[],"LineItemID":"${lineId}","ValidationErrors":[]}`;
    }
    const item = line.item === null ? null : this.items[line.item];
    const price = fourPlaces ? line.unitAmount / 10_000 : Math.round(line.unitAmount / 100) / 100;
    let json = item ? `{${item.code}"UnitAmount":${price}` : `{"UnitAmount":${price}`;
    if (line.description !== undefined) json += `,"Description":${this.text(line.description)}`;
    if (line.taxRate !== null) json += this.taxTypes[line.taxRate];
    json += `,"TaxAmount":${line.tax / 100},"LineAmount":${line.lineAmount / 100},"Quantity":${line.quantity / 10_000}`;
    if (line.account !== null) json += this.accounts[line.account];
    if (item) json += item.whole;
    if (line.discountRate !== undefined) json += `,"DiscountRate":${line.discountRate / 100},"DiscountEnteredAsPercent":true`;
    else if (line.discountAmount !== undefined) json += `,"DiscountAmount":${line.discountAmount / 100},"DiscountEnteredAsPercent":false`;
    return `${json},"Tracking":[${this.tracking(line)}],"LineItemID":"${lineId}","ValidationErrors":[]}`;
  }

  private tracking(line: Line): string {
    const [first = null, second = null] = line.tracking;
    const one = first === null ? '' : this.options[0][first];
    const two = second === null ? '' : this.options[1][second];
    return one && two ? `${one},${two}` : one || two;
  }

  private text(value: string): string {
    let json = this.texts.get(value);
    if (json === undefined) this.texts.set(value, (json = JSON.stringify(value)));
    return json;
  }
}

const writers = new WeakMap<Books, LineWriter>();

/** The JSON array of a document's lines. */
export function linesJson(books: Books, lines: readonly Line[], owner: { kind: Kind; row: number }, fourPlaces: boolean): string {
  let writer = writers.get(books);
  if (!writer?.isCurrent()) writers.set(books, (writer = new LineWriter(books)));
  let json = '';
  for (let place = 0; place < lines.length; place++) {
    json += `${place === 0 ? '' : ','}${writer.line(lines[place], lineId(books, lines[place], owner, place), place, fourPlaces)}`;
  }
  return `[${json}]`;
}

/** The id of a line by its place in a document, or the one that it was given when it was written. */
export function lineId(books: Books, line: Line, owner: { kind: Kind; row: number }, place: number): string {
  return line.id ?? books.ids.id(Kind.line, mix(owner.kind, owner.row, place));
}
