import { list, send } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import { Dice } from '../books/dice.js';
import { Kind } from '../books/record-ids.js';

type Made = [method: string, path: string, body: object];

/** A random call; many are refused, as they should be, and the rest has to keep the ledger whole. */
function draw(books: Books, dice: Dice): Made {
  const any = (name: string, fits: (row: Wire) => boolean = () => true): Wire => {
    const rows = list(books, name, { includeDeleted: 'true' }).filter(fits);
    return rows.length === 0 ? {} : dice.pick(rows);
  };
  const open = (type: string) => (row: Wire): boolean => row.Status === 'AUTHORISED' && row.Type === type && Number(row.AmountDue ?? row.RemainingCredit) > 0;
  const sales = dice.chance(500);
  const amount = dice.between(1, 50_000) / 100;
  const line = (): object => ({
    Description: 'drawn', Quantity: dice.between(1, 9999) / 1000, UnitAmount: dice.between(1, 99_999) / 1000, AccountCode: sales ? '200' : '429', ...(dice.chance(300) ? { Tracking: [{ Name: 'Region', Option: 'North' }] } : {}),
    ...(sales && dice.chance(300) ? { DiscountRate: dice.between(1, 5000) / 100 } : {}),
  });
  const document = {
    Contact: { Name: `Drawn ${dice.below(8)}` }, Date: `2026-${dice.pick(['09', '10', '11'])}-0${dice.between(1, 9)}`, LineAmountTypes: dice.pick(['Exclusive', 'Inclusive', 'NoTax']),
    CurrencyCode: dice.pick(['GBP', 'GBP', 'USD']), Status: dice.pick(['DRAFT', 'AUTHORISED', 'AUTHORISED']), LineItems: Array.from({ length: dice.between(1, 4) }, line),
  };
  const bank = { Code: dice.pick(['090', '091', '093']) };
  switch (dice.below(12)) {
    case 0: case 1: return ['PUT', 'Invoices', { ...document, Type: sales ? 'ACCREC' : 'ACCPAY' }];
    case 2: return ['PUT', 'CreditNotes', { ...document, Type: sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT' }];
    case 3: return ['POST', `Invoices/${String(any('Invoices').InvoiceID)}`, dice.pick<object>([{ Status: 'VOIDED' }, { Status: 'AUTHORISED' }, { Status: 'DELETED' }, { LineItems: document.LineItems }, { LineAmountTypes: 'Inclusive' }])];
    case 4: return ['PUT', 'Payments', { Invoice: { InvoiceID: any('Invoices', open(sales ? 'ACCREC' : 'ACCPAY')).InvoiceID }, Account: bank, Amount: amount / 10, Date: document.Date }];
    case 5: return ['POST', `Payments/${String(any('Payments').PaymentID)}`, { Status: 'DELETED' }];
    case 6: {
      const credit = any('CreditNotes', open(sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT'));
      const invoice = any('Invoices', (row) => open(sales ? 'ACCREC' : 'ACCPAY')(row) && (row.Contact as Wire).ContactID === (credit.Contact as Wire | undefined)?.ContactID);
      return ['PUT', `CreditNotes/${String(credit.CreditNoteID)}/Allocations`, { Invoice: { InvoiceID: invoice.InvoiceID }, Amount: amount / 20 }];
    }
    case 7: return ['PUT', 'BatchPayments', { Account: bank, Payments: [0, 1].map(() => any('Invoices', (row) => open('ACCPAY')(row) && row.CurrencyCode === 'GBP')).map(({ InvoiceID }) => ({ Invoice: { InvoiceID }, Amount: amount / 50 })) }];
    case 8: return ['PUT', 'BankTransactions', { ...document, CurrencyCode: undefined, Type: dice.pick(sales ? ['RECEIVE', 'RECEIVE-PREPAYMENT', 'RECEIVE-OVERPAYMENT'] : ['SPEND', 'SPEND-PREPAYMENT', 'SPEND-OVERPAYMENT']), BankAccount: bank, LineItems: [{ ...line(), DiscountRate: undefined }] }];
    case 9: return ['POST', `BankTransactions/${String(any('BankTransactions').BankTransactionID)}`, dice.pick<object>([{ Status: 'DELETED' }, { LineItems: [line()] }])];
    case 10: return ['PUT', 'BankTransfers', { FromBankAccount: bank, ToBankAccount: { Code: '094' }, Amount: amount }];
    default: return ['PUT', 'ManualJournals', { Narration: 'drawn', Status: 'POSTED', JournalLines: [{ LineAmount: amount, AccountCode: '416' }, { LineAmount: -amount, AccountCode: '711' }] }];
  }
}

/** Makes as many random writes of all kinds; how often which call had an effect. */
export function writeRandomly(books: Books, count: number, seed: number): Map<string, number> {
  const dice = new Dice(seed, Kind.edit, 7);
  const done = new Map<string, number>();
  let effects = 0;
  for (let calls = 0; effects < count; calls++) {
    if (calls > 5 * count) throw new Error(`only ${effects} of ${calls} random writes had an effect`);
    const [method, path, body] = draw(books, dice);
    if (path.includes('undefined')) continue;
    const { status, body: answered } = send(books, method, path, body);
    if (status !== 200 && status !== 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answered)}`);
    if (status !== 200) continue;
    effects++;
    const name = `${method} ${path.replace(/[0-9a-f-]{36}/, '')}`;
    done.set(name, (done.get(name) ?? 0) + 1);
  }
  return done;
}
