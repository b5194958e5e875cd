/**
 * The read-only view of a connection's own reference data that a mapping joins with. Platforms name accounts, contacts,
 * tax rates, tracking options and payments by code or id only; names come from here. A look-up that finds nothing means
 * that the target was never read (or is gone): the mapping then leaves the reference out.
 */
export interface References {
  /** ISO 4217; absent while the company was not read. */
  readonly baseCurrency: string | undefined;
  /** By id or by nominal code. */
  account(idOrCode: string): AccountReference | undefined;
  taxRate(id: string): TaxRateReference | undefined;
  /** By id or by code. */
  item(idOrCode: string): ItemReference | undefined;
  /** By the category's id and the option's name, compared exactly. */
  trackingOption(categoryId: string, optionName: string): NamedReference | undefined;
  /** A tracking category or one of its options, by its own id. */
  trackingCategory(id: string): TrackingReference | undefined;
  /** Customer or supplier: a platform's contact has one id on both sides. */
  contact(id: string): NamedReference | undefined;
  /** Payment or bill payment. */
  payment(id: string): PaymentReference | undefined;
}

export interface NamedReference {
  readonly id: string;
  readonly name: string | undefined;
}

export interface AccountReference extends NamedReference {
  /** Nominal code; platforms have accounts without one. */
  readonly code: string | undefined;
  /** ISO 4217 of a bank account; absent for others. */
  readonly currency: string | undefined;
  readonly isBankAccount: boolean;
  /** Canonical category: `Expense.DirectCosts`. Absent where the platform's type of account has none. */
  readonly category: string | undefined;
}

export interface ItemReference extends NamedReference {
  readonly code: string | undefined;
}

export interface TrackingReference extends NamedReference {
  /** The category that an option is of; absent for a category. */
  readonly parentId: string | undefined;
}

export interface TaxRateReference extends NamedReference {
  readonly effectiveTaxRate: number | undefined;
}

export interface PaymentReference {
  readonly id: string;
  /** The bank account that was paid from or into. */
  readonly accountId: string | undefined;
}

/**
 * What one native record names, as the platform writes it: ids, or codes where it gives no id. Contacts and payments can
 * be many, so that only those named on a page are loaded; the other lists are small and loaded whole.
 */
export interface Names {
  readonly contacts: readonly string[];
  readonly payments: readonly string[];
}
