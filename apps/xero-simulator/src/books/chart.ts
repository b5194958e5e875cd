import type { Edition } from './editions.js';

export interface AccountRow {
  code: string | null;
  name: string;
  type: string;
  class: 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED';
  description?: string;
  /** Only bank accounts carry these three. */
  bankAccountType?: 'BANK' | 'CREDITCARD' | 'PAYPAL';
  bankAccountNumber?: string;
  currency?: string;
  systemAccount?: string;
  reportingCode: string;
  /** How documents use the account: lines of sales, lines of purchases, or payments although no bank account. */
  use?: 'sales' | 'purchases' | 'payments';
  /** What a caller of the API said of it. */
  taxType?: string;
  payments?: boolean;
}

/** Whether documents can be paid through it although it is no bank account. */
export function takesPayments({ payments, use }: AccountRow): boolean {
  return payments ?? use === 'payments';
}

/** The accounts that postings go to by their function and not by a line. */
export interface ControlAccounts {
  debtors: number; creditors: number; tax: number; rounding: number; currencyGain: number; retained: number;
}

/** The class of an account by its type. */
export const accountClasses: Readonly<Record<string, AccountRow['class']>> = {
  BANK: 'ASSET', CURRENT: 'ASSET', FIXED: 'ASSET', INVENTORY: 'ASSET', NONCURRENT: 'ASSET', PREPAYMENT: 'ASSET',
  CURRLIAB: 'LIABILITY', PAYG: 'LIABILITY', LIABILITY: 'LIABILITY', TERMLIAB: 'LIABILITY', PAYGLIABILITY: 'LIABILITY',
  SUPERANNUATIONLIABILITY: 'LIABILITY', WAGESPAYABLELIABILITY: 'LIABILITY', DEPRECIATN: 'EXPENSE',
  EQUITY: 'EQUITY', DIRECTCOSTS: 'EXPENSE', EXPENSE: 'EXPENSE', OVERHEADS: 'EXPENSE', SUPERANNUATIONEXPENSE: 'EXPENSE',
  WAGESEXPENSE: 'EXPENSE', SALES: 'REVENUE', REVENUE: 'REVENUE', OTHERINCOME: 'REVENUE',
};

export const reportingCodes: Record<AccountRow['class'], string> = {
  ASSET: 'ASS', LIABILITY: 'LIA', EQUITY: 'EQU', EXPENSE: 'EXP', REVENUE: 'REV',
};

type Short = [code: string | null, name: string, type: string, extra?: Partial<AccountRow>];

const common: Short[] = [
  ['140', 'Stock on Hand', 'INVENTORY', { description: 'Goods held for sale' }],
  ['200', 'Sales', 'REVENUE', { use: 'sales', description: 'Income from the ordinary business' }],
  ['205', 'Sales of Services', 'SALES', { use: 'sales' }],
  ['210', 'Training & Workshops <internal>', 'REVENUE', { use: 'sales', description: 'Half days and full days' }],
  ['260', 'Other Revenue', 'REVENUE', { use: 'sales' }],
  ['270', 'Interest Income', 'OTHERINCOME'],
  ['310', 'Cost of Goods Sold', 'DIRECTCOSTS', { use: 'purchases' }],
  ['320', 'Direct Wages', 'DIRECTCOSTS'],
  ['325', 'Subcontractors', 'DIRECTCOSTS', { use: 'purchases' }],
  ['400', 'Advertising & Marketing', 'OVERHEADS', { use: 'purchases' }],
  ['401', 'Audit & Accountancy fees', 'OVERHEADS', { use: 'purchases' }],
  ['404', 'Bank Fees', 'OVERHEADS'],
  ['408', 'Cleaning', 'OVERHEADS', { use: 'purchases' }],
  ['412', 'Consulting', 'EXPENSE', { use: 'purchases' }],
  ['416', 'Depreciation Expense', 'DEPRECIATN'],
  ['425', 'Postage, Freight & Courier', 'EXPENSE', { use: 'purchases' }],
  ['429', 'General Expenses', 'EXPENSE', { use: 'purchases' }],
  ['433', 'Insurance', 'OVERHEADS', { use: 'purchases' }],
  ['437', 'Interest Paid', 'OVERHEADS'],
  ['445', 'Light, Power, Heating', 'OVERHEADS', { use: 'purchases' }],
  ['449', 'Motor Vehicle Expenses', 'EXPENSE', { use: 'purchases' }],
  ['461', 'Printing & Stationery', 'EXPENSE', { use: 'purchases' }],
  ['463', 'IT Software and Consumables', 'EXPENSE', { use: 'purchases' }],
  ['469', 'Rent', 'OVERHEADS', { use: 'purchases' }],
  ['473', '=Repairs+Maintenance', 'EXPENSE', { use: 'purchases', description: 'Named by somebody who likes spreadsheets' }],
  ['477', 'Salaries', 'WAGESEXPENSE'],
  ['478', 'Employer Pension Contributions', 'SUPERANNUATIONEXPENSE'],
  ['485', 'Subscriptions', 'EXPENSE', { use: 'purchases' }],
  ['489', 'Telephone & Internet', 'EXPENSE', { use: 'purchases' }],
  ['493', 'Travel – National', 'EXPENSE', { use: 'purchases' }],
  ['494', 'Travel – International', 'EXPENSE', { use: 'purchases' }],
  ['497', 'Bank Revaluations', 'EXPENSE', { systemAccount: 'BANKCURRENCYGAIN' }],
  ['498', 'Unrealised Currency Gains', 'EXPENSE', { systemAccount: 'UNREALISEDCURRENCYGAIN' }],
  ['499', 'Realised Currency Gains', 'EXPENSE', { systemAccount: 'REALISEDCURRENCYGAIN' }],
  ['505', 'Sundry (closed)', 'EXPENSE', { status: 'ARCHIVED' }],
  ['610', 'Accounts Receivable', 'CURRENT', { systemAccount: 'DEBTORS' }],
  ['620', 'Prepayments', 'PREPAYMENT'],
  ['710', 'Office Equipment', 'FIXED'],
  ['711', 'Less Accumulated Depreciation on Office Equipment', 'FIXED'],
  ['770', 'Goodwill', 'NONCURRENT'],
  ['800', 'Accounts Payable', 'CURRLIAB', { systemAccount: 'CREDITORS' }],
  ['801', 'Unpaid Expense Claims', 'CURRLIAB', { systemAccount: 'UNPAIDEXPCLM' }],
  ['814', 'Wages Payable – Payroll', 'WAGESPAYABLELIABILITY', { systemAccount: 'WAGEPAYABLES' }],
  ['820', 'VAT', 'CURRLIAB', { systemAccount: 'GST' }],
  ['824', 'Income Tax Withheld', 'PAYG'],
  ['825', 'Employee Tax Withheld', 'PAYGLIABILITY'],
  ['826', 'Pension Contributions Payable', 'SUPERANNUATIONLIABILITY'],
  ['835', 'Directors’ Loan Account', 'CURRLIAB', { use: 'payments', description: 'Pays bills from a private pocket' }],
  ['840', 'Historical Adjustment', 'CURRLIAB', { systemAccount: 'HISTORICAL' }],
  ['860', 'Rounding', 'CURRLIAB', { systemAccount: 'ROUNDING' }],
  ['877', 'Tracking Transfers', 'CURRLIAB', { systemAccount: 'TRACKINGTRANSFERS' }],
  ['890', 'Deferred Income', 'LIABILITY'],
  ['900', 'Loan', 'TERMLIAB'],
  ['950', 'Capital – x,xxx Ordinary Shares', 'EQUITY'],
  ['960', 'Retained Earnings', 'EQUITY', { systemAccount: 'RETAINEDEARNINGS' }],
  ['970', 'Owner A Funds Introduced', 'EQUITY', { use: 'payments' }],
];

/** The whole chart: bank accounts in several currencies, a card, and every type that Xero knows. */
export function chartOf(edition: Edition): { accounts: AccountRow[]; control: ControlAccounts } {
  const [first, second] = edition.foreign;
  const banks: Short[] = [
    ['090', 'Business Bank Account', 'BANK', bank('BANK', '20000012345678', edition.baseCurrency)],
    ['091', 'Business Savings Account', 'BANK', bank('BANK', '200000 87654321', edition.baseCurrency)],
    [null, `${first.code} Account`, 'BANK', bank('BANK', 'GB29NWBK60161331926819', first.code)],
    ['093', `${second.code} Account`, 'BANK', bank('BANK', 'DE89370400440532013000', second.code)],
    ['094', 'Company Credit Card', 'BANK', bank('CREDITCARD', '4111XXXXXXXX1111', edition.baseCurrency)],
  ];
  const accounts = [...banks, ...common].map(([code, name, type, extra]): AccountRow => {
    const kind = accountClasses[type];
    return { code, name, type, class: kind, status: 'ACTIVE', reportingCode: reportingCodes[kind], ...extra };
  });
  const system = (key: string): number => accounts.findIndex((account) => account.systemAccount === key);
  const control = {
    debtors: system('DEBTORS'), creditors: system('CREDITORS'), tax: system('GST'), rounding: system('ROUNDING'),
    currencyGain: system('REALISEDCURRENCYGAIN'), retained: system('RETAINEDEARNINGS'),
  };
  return { accounts, control };
}

function bank(bankAccountType: AccountRow['bankAccountType'], bankAccountNumber: string, currency: string): Partial<AccountRow> {
  return { bankAccountType, bankAccountNumber, currency };
}
