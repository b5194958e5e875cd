/** Accounts of a report under one title. */
export interface Group {
  title: string;
  total: string;
  types: readonly string[];
  /** 1: debit shows positive. */
  sign: 1 | -1;
  /** Its accounts stand in one row of this title that names no account, as people can arrange it. */
  folded?: string;
}

export interface BalanceLayout { assets: readonly Group[]; liabilities: readonly Group[]; equity: Group }
export interface ProfitLayout { income: Group; costOfSales: Group; otherIncome: Group; expenses: Group }

const group = (title: string, sign: 1 | -1, types: readonly string[], folded?: string): Group =>
  ({ title, total: `Total ${title.replace(/^(Less|Plus) /, '')}`, types, sign, ...(folded === undefined ? {} : { folded }) });

export const standardBalance: BalanceLayout = {
  assets: [
    group('Bank', 1, ['BANK']),
    group('Current Assets', 1, ['CURRENT', 'INVENTORY', 'PREPAYMENT']),
    group('Fixed Assets', 1, ['FIXED']),
    group('Non-current Assets', 1, ['NONCURRENT']),
  ],
  liabilities: [
    group('Current Liabilities', -1, ['CURRLIAB', 'LIABILITY', 'PAYG', 'PAYGLIABILITY', 'SUPERANNUATIONLIABILITY', 'WAGESPAYABLELIABILITY']),
    group('Non-current Liabilities', -1, ['TERMLIAB']),
  ],
  equity: group('Equity', -1, ['EQUITY']),
};

export const customBalance: BalanceLayout = {
  assets: [group('Cash', 1, ['BANK'], 'Cash at bank'), group('What we own', 1, ['CURRENT', 'INVENTORY', 'PREPAYMENT', 'FIXED', 'NONCURRENT'])],
  liabilities: [group('What we owe', -1, standardBalance.liabilities.flatMap(({ types }) => types))],
  equity: group('Equity', -1, ['EQUITY']),
};

export const standardProfit: ProfitLayout = {
  income: group('Income', -1, ['REVENUE', 'SALES']),
  costOfSales: group('Less Cost of Sales', 1, ['DIRECTCOSTS']),
  otherIncome: group('Plus Other Income', -1, ['OTHERINCOME']),
  expenses: group('Less Operating Expenses', 1, ['EXPENSE', 'OVERHEADS', 'DEPRECIATN', 'WAGESEXPENSE', 'SUPERANNUATIONEXPENSE']),
};

export const customProfit: ProfitLayout = {
  ...standardProfit,
  income: group('Turnover', -1, ['REVENUE', 'SALES'], 'All sales'),
  costOfSales: group('Less Direct Costs', 1, ['DIRECTCOSTS']),
};
