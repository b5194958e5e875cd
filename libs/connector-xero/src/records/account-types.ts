import type { Account } from '#accounting/models/account';

/**
 * Xero's account types as canonical categories. The type decides and not Xero's class: receivables are a current asset,
 * tax and payables are current liabilities. What comes before the point is the canonical type.
 */
const categories: ReadonlyMap<string, string> = new Map([
  ['BANK', 'Asset.Bank'],
  ['CURRENT', 'Asset.Current'],
  ['FIXED', 'Asset.Fixed'],
  ['INVENTORY', 'Asset.Inventory'],
  ['NONCURRENT', 'Asset.NonCurrent'],
  ['PREPAYMENT', 'Asset.Prepayment'],
  ['DIRECTCOSTS', 'Expense.DirectCosts'],
  ['EXPENSE', 'Expense.Expense'],
  ['OVERHEADS', 'Expense.Overhead'],
  ['SUPERANNUATIONEXPENSE', 'Expense.Superannuation'],
  ['WAGESEXPENSE', 'Expense.Wages'],
  ['SALES', 'Income.Sales'],
  ['REVENUE', 'Income.Revenue'],
  ['OTHERINCOME', 'Income.Other'],
  ['CURRLIAB', 'Liability.Current'],
  ['DEPRECIATN', 'Liability.Depreciation'],
  ['LIABILITY', 'Liability.Liability'],
  ['TERMLIAB', 'Liability.NonCurrent'],
  ['PAYGLIABILITY', 'Liability.PayAsYouGo'],
  ['SUPERANNUATIONLIABILITY', 'Liability.Superannuation'],
  ['WAGESPAYABLELIABILITY', 'Liability.WagesPayable'],
  ['EQUITY', 'Equity.Equity'],
]);

export function categoryOf(xeroType: string | undefined): string | undefined {
  return xeroType === undefined ? undefined : categories.get(xeroType);
}

export function typeOfCategory(category: string | undefined): NonNullable<Account['type']> {
  return (category?.split('.', 1)[0] ?? 'Unknown') as NonNullable<Account['type']>;
}

/** The type of an account of a category; a category is of one type only. */
export function xeroTypeOf(category: string): string | undefined {
  return [...categories].find(([, known]) => known === category)?.[0];
}

/** Bank accounts are not made as accounts: their bank has to be known. */
export const writableCategories: readonly string[] = [...categories.values()].filter((category) => category !== 'Asset.Bank');
