import { list, sampleBooks } from './testing.js';
import type { Wire } from './wire.js';

/** What real books are like: each of these has broken somebody's integration, so the books of a demo must have them. */
describe.each([[250, 1], [1500, 4]])('the mess of real life in books of %i invoices, seed %i', (size, seed) => {
  const books = sampleBooks({ invoices: size, seed });
  const all = { page: '1', pageSize: '1000', includeArchived: 'true', unitdp: '4' };
  const invoices = [...list(books, 'Invoices', all), ...list(books, 'Invoices', { ...all, page: '2' })];
  const payments = [...list(books, 'Payments', all), ...list(books, 'Payments', { ...all, page: '2' })];
  const creditNotes = list(books, 'CreditNotes', all);
  const contacts = list(books, 'Contacts', all);
  const bankTransactions = list(books, 'BankTransactions', all);
  const transfers = list(books, 'BankTransfers', { includeDeleted: 'true' });
  const [prepayments, overpayments, manualJournals, orders] = ['Prepayments', 'Overpayments', 'ManualJournals', 'PurchaseOrders'].map((name) => list(books, name, all));
  const onAccount = [...prepayments, ...overpayments];
  const batches = list(books, 'BatchPayments');
  const lines = invoices.flatMap((invoice) => invoice.LineItems as Wire[]);
  const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100);
  const live = (invoice: Wire): boolean => invoice.Status === 'AUTHORISED' || invoice.Status === 'PAID';

  const found: [string, () => unknown[]][] = [
    ['tax-inclusive documents', () => invoices.filter((row) => row.LineAmountTypes === 'Inclusive')],
    ['documents without tax', () => invoices.filter((row) => row.LineAmountTypes === 'NoTax')],
    ['part-paid documents', () => invoices.filter((row) => row.Status === 'AUTHORISED' && cents(row.AmountPaid) > 0 && cents(row.AmountDue) > 0)],
    ['several payments on one document', () => invoices.filter((row) => (row.Payments as Wire[]).length > 1)],
    ['a payment and a credit note on one document', () => invoices.filter((row) => (row.Payments as Wire[]).length > 0 && (row.CreditNotes as Wire[]).length > 0)],
    ['a deleted payment beside a live twin', () => payments.filter((row) => row.Status === 'DELETED' && payments.some((other) =>
      other.Status === 'AUTHORISED' && other.Amount === row.Amount && other.Date === row.Date && (other.Invoice as Wire | undefined)?.InvoiceID === (row.Invoice as Wire | undefined)?.InvoiceID))],
    ['a stale FullyPaidOnDate on a re-opened invoice', () => invoices.filter((row) => row.Status === 'AUTHORISED' && row.FullyPaidOnDate !== undefined)],
    ['documents of no value that are paid', () => invoices.filter((row) => row.Total === 0 && row.Status === 'PAID')],
    ['drafts without a due date', () => invoices.filter((row) => row.Status === 'DRAFT' && row.DueDate === undefined)],
    ['lines without account', () => lines.filter((line) => line.AccountID === undefined && cents(line.LineAmount) > 0)],
    ['lines that are only a remark, with and without zeros', () => lines.filter((line) => line.AccountID === undefined && line.UnitAmount === undefined)],
    ['negative lines', () => lines.filter((line) => cents(line.LineAmount) < 0)],
    ['discounts by rate', () => lines.filter((line) => line.DiscountRate !== undefined)],
    ['discounts by amount', () => lines.filter((line) => line.DiscountAmount !== undefined)],
    ['two tracking categories on a line', () => lines.filter((line) => (line.Tracking as Wire[]).length === 2)],
    ['a header that differs from its lines', () => invoices.filter((row) => live(row) && cents(row.TotalTax) !== (row.LineItems as Wire[]).reduce((sum, line) => sum + cents(line.TaxAmount), 0))],
    ['a bill number used twice', () => invoices.filter((row) => row.Type === 'ACCPAY' && row.InvoiceNumber === 'RENT').slice(1)],
    ['bills without number', () => invoices.filter((row) => row.Type === 'ACCPAY' && row.InvoiceNumber === '')],
    ['purchase credit notes without number', () => creditNotes.filter((row) => row.Type === 'ACCPAYCREDIT' && row.CreditNoteNumber === undefined)],
    ['part-used credit notes', () => creditNotes.filter((row) => cents(row.RemainingCredit) > 0 && (row.Allocations as Wire[]).length > 0)],
    ['refunded credit notes', () => payments.filter((row) => row.PaymentType === 'ARCREDITPAYMENT')],
    ['documents untouched since 2008 but dated this year', () => invoices.filter((row) => String(row.UpdatedDateUTCString).startsWith('2008') && String(row.DateString).startsWith('2026'))],
    ['documents in base currency without a rate', () => invoices.filter((row) => row.CurrencyCode === 'GBP' && row.CurrencyRate === undefined)],
    ['payments with a rate of 0', () => payments.filter((row) => row.CurrencyRate === 0)],
    ['payments without a rate', () => payments.filter((row) => row.CurrencyRate === undefined)],
    ['payments whose bank has another currency', () => payments.filter((row) => row.BankAmount !== row.Amount)],
    ['payments through a batch', () => payments.filter((row) => row.BatchPaymentID !== undefined)],
    ['payments through an account without code', () => payments.filter((row) => (row.Account as Wire).Code === undefined)],
    ['references that are empty', () => payments.filter((row) => row.Reference === '')],
    ['references that are absent', () => payments.filter((row) => row.Reference === undefined)],
    ['archived contacts', () => contacts.filter((row) => row.ContactStatus === 'ARCHIVED')],
    ['contacts with an empty e-mail address', () => contacts.filter((row) => row.EmailAddress === '')],
    ['contacts without e-mail address', () => contacts.filter((row) => row.EmailAddress === undefined)],
    ['address shells', () => contacts.filter((row) => Object.keys((row.Addresses as Wire[])[0]).length === 1)],
    ['phones in parts', () => contacts.filter((row) => (row.Phones as Wire[]).some((phone) => phone.PhoneCountryCode === '44' && phone.PhoneAreaCode !== ''))],
    ['names of markup', () => contacts.filter((row) => String(row.Name).includes('<script>'))],
    ['names of formulas', () => contacts.filter((row) => String(row.Name).startsWith('='))],
    ['names from right to left', () => contacts.filter((row) => /[\u0590-\u06ff]/.test(String(row.Name)))],
    ['names with combining marks', () => contacts.filter((row) => /\u0301/.test(String(row.Name)))],
    ['names of 255 characters', () => contacts.filter((row) => String(row.Name).length === 255)],
    ['prepayments and overpayments on sales and on bills', () => (['Prepayments', 'Overpayments'] as const).every((key) => ['ACCREC', 'ACCPAY'].every((type) =>
      invoices.some((row) => row.Type === type && (row[key] as Wire[]).length > 0))) ? [true] : []],
    ['money on account used on two documents', () => onAccount.filter((row) => (row.Allocations as Wire[]).length === 2)],
    ['money on account that is unused', () => onAccount.filter((row) => row.RemainingCredit === row.Total)],
    ['money on account that is part used and part refunded', () => onAccount.filter((row) => (row.Allocations as Wire[]).length > 0 && (row.Payments as Wire[]).length > 0 && cents(row.RemainingCredit) > 0)],
    ['voided money on account', () => onAccount.filter((row) => row.Status === 'VOIDED')],
    ['refunds of prepayments', () => payments.filter((row) => /^A[RP]PREPAYMENTPAYMENT$/.test(String(row.PaymentType)))],
    ['refunds of overpayments', () => payments.filter((row) => /^A[RP]OVERPAYMENTPAYMENT$/.test(String(row.PaymentType)))],
    ['batches of several members, paid and received', () => (['PAYBATCH', 'RECBATCH'].every((type) => batches.some((row) => row.Type === type && (row.Payments as Wire[]).length > 1)) ? [true] : [])],
    ['bank transactions of every type', () => (['', '-PREPAYMENT', '-OVERPAYMENT', '-TRANSFER'].every((form) => ['SPEND', 'RECEIVE'].every((side) =>
      bankTransactions.some((row) => row.Type === `${side}${form}`))) ? [true] : [])],
    ['bank transactions below zero', () => bankTransactions.filter((row) => cents(row.Total) < 0)],
    ['deleted bank transactions', () => bankTransactions.filter((row) => row.Status === 'DELETED')],
    ['foreign bank transactions', () => bankTransactions.filter((row) => row.CurrencyCode !== 'GBP' && row.Type === 'SPEND')],
    ['bank transactions of each way of tax', () => (['Exclusive', 'Inclusive', 'NoTax'].every((types) => bankTransactions.some((row) => row.LineAmountTypes === types)) ? [true] : [])],
    ['transfers between currencies', () => transfers.filter((row) => row.CurrencyRate !== 1)],
    ['deleted transfers', () => transfers.filter((row) => row.Status === 'DELETED')],
    ['manual journals with tax, exclusive and inclusive', () => (['Exclusive', 'Inclusive'].every((types) => manualJournals.some((row) => row.LineAmountTypes === types &&
      (row.JournalLines as Wire[]).some((line) => cents(line.TaxAmount) !== 0))) ? [true] : [])],
    ['manual journals of each status', () => (['DRAFT', 'POSTED', 'VOIDED', 'DELETED'].every((status) => manualJournals.some((row) => row.Status === status)) ? [true] : [])],
    ['purchase orders of each status', () => (['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED', 'DELETED'].every((status) => orders.some((row) => row.Status === status)) ? [true] : [])],
    ['documents with attachments', () => [...invoices, ...orders, ...bankTransactions].filter((row) => row.HasAttachments === true)],
    ['enums that are empty', () => list(books, 'Accounts').filter((row) => row.CurrencyCode === '' && row.BankAccountType === '')],
    ['bank accounts without code', () => list(books, 'Accounts').filter((row) => row.Type === 'BANK' && row.Code === undefined)],
  ];

  test.each(found)('has %s', (_, rows) => {
    expect(rows().length).toBeGreaterThan(0);
  });

  test('no answer has a null', () => {
    for (const name of ['Invoices', 'Contacts', 'Payments', 'CreditNotes', 'BankTransactions', 'BankTransfers', 'BatchPayments', 'Prepayments', 'Overpayments', 'ManualJournals', 'PurchaseOrders', 'Accounts', 'Items', 'TaxRates']) expect(JSON.stringify(list(books, name, all))).not.toContain(':null');
  });

  test('totals add up to the cent, and stay within 0.10 of their lines', () => {
    for (const row of invoices) {
      expect(cents(row.SubTotal) + cents(row.TotalTax)).toBe(cents(row.Total));
      const tax = (row.LineItems as Wire[]).reduce((sum, line) => sum + cents(line.TaxAmount), 0);
      const amounts = (row.LineItems as Wire[]).reduce((sum, line) => sum + cents(line.LineAmount), 0);
      expect(Math.abs(tax - cents(row.TotalTax))).toBeLessThanOrEqual(10);
      expect(amounts - (row.LineAmountTypes === 'Inclusive' ? tax : 0)).toBe(cents(row.SubTotal));
      expect(cents(row.Total)).toBeGreaterThanOrEqual(0);
    }
  });

  test('what is due is the total less payments and credit, on documents that live; nothing is due on the others', () => {
    for (const row of invoices) {
      const paid = (row.Payments as Wire[]).reduce((sum, payment) => sum + cents(payment.Amount), 0);
      const credited = ['CreditNotes', 'Prepayments', 'Overpayments'].flatMap((key) => row[key] as Wire[]).reduce((sum, credit) => sum + cents(credit.AppliedAmount), 0);
      expect([cents(row.AmountPaid), cents(row.AmountCredited)]).toEqual([paid, credited]);
      const dead = row.Status === 'VOIDED' || row.Status === 'DELETED';
      expect(cents(row.AmountDue)).toBe(dead ? 0 : cents(row.Total) - paid - credited);
      expect(row.Status === 'PAID').toBe(live(row) && cents(row.AmountDue) === 0);
    }
  });

  test('what remains of money on account is its total less what was used and refunded, and both sides tell the same shares', () => {
    const shares = (keys: string[], records: Wire[]): string[] => records.flatMap((row) => keys.flatMap((key) => (row[key] as Wire[]).map((credit) =>
      [credit.PrepaymentID ?? credit.OverpaymentID, row.InvoiceID, cents(credit.AppliedAmount)].join()))).sort();
    const given: string[] = [];
    for (const row of onAccount) {
      const id = row.PrepaymentID ?? row.OverpaymentID;
      const used = (row.Allocations as Wire[]).map((share) => ({ invoice: (share.Invoice as Wire).InvoiceID, amount: cents(share.Amount) }));
      const refunded = (row.Payments as Wire[]).reduce((sum, payment) => sum + cents(payment.Amount), 0);
      expect(cents(row.RemainingCredit)).toBe(row.Status === 'VOIDED' ? 0 : cents(row.Total) - refunded - used.reduce((sum, { amount }) => sum + amount, 0));
      expect(row.Status === 'PAID').toBe(row.Status !== 'VOIDED' && row.RemainingCredit === 0);
      given.push(...used.map(({ invoice, amount }) => [id, invoice, amount].join()));
    }
    expect(given.sort()).toEqual(shares(['Prepayments', 'Overpayments'], invoices));
  });

  test('a credit is used only on documents of its own contact, currency and side', () => {
    const byId = new Map(invoices.map((row) => [row.InvoiceID, row]));
    for (const row of onAccount) {
      for (const { Invoice } of row.Allocations as Wire[]) {
        const document = byId.get((Invoice as Wire).InvoiceID)!;
        expect([(document.Contact as Wire).ContactID, document.CurrencyCode, document.Type]).toEqual([(row.Contact as Wire).ContactID, row.CurrencyCode, String(row.Type).startsWith('RECEIVE') ? 'ACCREC' : 'ACCPAY']);
      }
    }
  });

  test('every prepayment, overpayment and side of a transfer is one bank transaction of the same amount', () => {
    const byId = new Map(bankTransactions.map((row) => [row.BankTransactionID, row]));
    for (const row of onAccount) {
      const movement = bankTransactions.filter((other) => (row.PrepaymentID ? other.PrepaymentID === row.PrepaymentID : other.OverpaymentID === row.OverpaymentID));
      expect(movement).toEqual([expect.objectContaining({ Type: row.Type, Total: row.Total, Status: row.Status === 'VOIDED' ? 'DELETED' : 'AUTHORISED' })]);
    }
    for (const row of transfers) {
      const from = { Type: 'SPEND-TRANSFER', Total: row.Amount, BankAccount: row.FromBankAccount, Status: row.Status };
      expect(byId.get(row.FromBankTransactionID)).toMatchObject(from);
      expect(byId.get(row.ToBankTransactionID)).toMatchObject({ Type: 'RECEIVE-TRANSFER', BankAccount: row.ToBankAccount, Status: row.Status });
    }
  });

  test('a batch is the sum of its members, and each member names it', () => {
    const members = (id: unknown): Wire[] => payments.filter((row) => row.BatchPaymentID === id);
    for (const batch of batches) {
      expect((batch.Payments as Wire[]).map((row) => row.PaymentID).sort()).toEqual(members(batch.BatchPaymentID).map((row) => row.PaymentID).sort());
      expect((batch.Payments as Wire[]).reduce((sum, row) => sum + cents(row.Amount), 0)).toBe(cents(batch.TotalAmount));
    }
    expect(payments.filter((row) => row.BatchPaymentID && !batches.some((batch) => batch.BatchPaymentID === row.BatchPaymentID))).toEqual([]);
  });

  test('the lines of a manual journal sum to zero with their tax', () => {
    for (const row of manualJournals) {
      const sum = (row.JournalLines as Wire[]).reduce((total, line) => total + cents(line.LineAmount) + (row.LineAmountTypes === 'Exclusive' ? cents(line.TaxAmount) : 0), 0);
      expect(sum).toBe(0);
    }
  });

  test('bank transactions and purchase orders add up to the cent', () => {
    for (const row of [...bankTransactions, ...orders, ...prepayments]) {
      const lines = row.LineItems as Wire[];
      expect(cents(row.SubTotal) + cents(row.TotalTax)).toBe(cents(row.Total));
      if (lines.length > 0) expect(lines.reduce((sum, line) => sum + cents(line.LineAmount) + (row.LineAmountTypes === 'Inclusive' ? 0 : cents(line.TaxAmount)), 0)).toBe(cents(row.Total));
    }
  });

  test('every live payment in a document is in the list of payments, and the other way round', () => {
    const embedded = invoices.flatMap((row) => (row.Payments as Wire[]).map((payment) => payment.PaymentID));
    const listed = payments.filter((row) => row.Status === 'AUTHORISED' && row.Invoice !== undefined).map((row) => row.PaymentID);
    expect([...embedded].sort()).toEqual([...listed].sort());
  });

  test('every id that a record names is the id of a record', () => {
    const known = new Set([...contacts.map((row) => row.ContactID), ...invoices.map((row) => row.InvoiceID), ...creditNotes.map((row) => row.CreditNoteID),
      ...list(books, 'Accounts').map((row) => row.AccountID), ...list(books, 'Items').map((row) => row.ItemID), ...list(books, 'TrackingCategories').map((row) => row.TrackingCategoryID)]);
    const named = [
      ...invoices.map((row) => (row.Contact as Wire).ContactID), ...invoices.flatMap((row) => (row.CreditNotes as Wire[]).map((note) => note.CreditNoteID)),
      ...creditNotes.flatMap((row) => (row.Allocations as Wire[]).map((allocation) => (allocation.Invoice as Wire).InvoiceID)),
      ...onAccount.map((row) => (row.Contact as Wire).ContactID), ...bankTransactions.flatMap((row) => (row.Contact ? [(row.Contact as Wire).ContactID] : [])),
      ...bankTransactions.map((row) => (row.BankAccount as Wire).AccountID), ...orders.map((row) => (row.Contact as Wire).ContactID),
      ...manualJournals.flatMap((row) => (row.JournalLines as Wire[]).map((line) => line.AccountID)),
      ...payments.map((row) => (row.Account as Wire).AccountID), ...lines.flatMap((line) => (line.AccountID ? [line.AccountID] : [])),
      ...lines.flatMap((line) => (line.Item ? [(line.Item as Wire).ItemID] : [])), ...lines.flatMap((line) => (line.Tracking as Wire[]).map((entry) => entry.TrackingCategoryID)),
    ];
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });
});
