import { sum } from '#accounting/money';
import type { TaxRate } from '#accounting/models/tax-rate';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { amount, each, flag, requiredText, text } from '../native.js';

const saleLinks = ['Invoice.LineItems.TaxRateRef.Id', 'CreditNote.LineItems.TaxRateRef.Id'];
const purchaseLinks = ['Bill.LineItems.TaxRateRef.Id', 'BillCreditNote.LineItems.TaxRateRef.Id'];

/** Known by its TaxType, which is what documents name. Xero gives it neither an id nor a date of change. */
export function readTaxRate(native: NativeRecord): Mapped<TaxRate> {
  const taxType = requiredText(native, 'TaxType');
  const components = each(native, 'TaxComponents', (component) => ({
    name: text(component, 'Name'),
    rate: amount(component, 'Rate'),
    isCompound: flag(component, 'IsCompound') ?? false,
  }));
  const links = [
    ...(flag(native, 'CanApplyToRevenue') === true ? saleLinks : []),
    ...(flag(native, 'CanApplyToExpenses') === true ? purchaseLinks : []),
  ];
  const document: TaxRate = {
    id: taxType,
    name: text(native, 'Name'),
    code: taxType,
    effectiveTaxRate: amount(native, 'EffectiveRate'),
    totalTaxRate: components.length === 0 ? amount(native, 'DisplayTaxRate') : sum(...components.map(({ rate }) => rate ?? 0)),
    components,
    // Deleted rates stay in the list, because documents still name them.
    status: text(native, 'Status') === 'ACTIVE' ? 'Active' : 'Archived',
    validDatatypeLinks: [{ property: 'Id', links }],
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}
