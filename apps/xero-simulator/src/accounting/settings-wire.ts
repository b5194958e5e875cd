import type { Books } from '../books/books.js';
import type { ItemRow } from '../books/items.js';
import { takesPayments } from '../books/chart.js';
import { Kind } from '../books/record-ids.js';
import { msBare, msDate, msInstant, type Wire } from './wire.js';

/** Xero's name of a percentage: hundredths of a percent come as a number of percent. */
const percent = (basisPoints: number): number => basisPoints / 100;

/** When a record of a short list changed: with the books, unless edited since. */
export function stampOf(books: Books, kind: 'account' | 'item' | 'user', row: number): number {
  return books.changes.stamps.get(`${kind}:${row}`) ?? books.drawing.options.anchor - (kind === 'user' ? 90 : 30) * 86_400_000 - 60_000;
}

export function organisationWire(books: Books): Wire {
  const { edition, seed } = books.drawing.options;
  const { organisationId, name, createdAt } = books.options;
  return {
    Name: name, LegalName: `${name} Limited`, PaysTax: true, Version: edition.version, OrganisationType: 'COMPANY',
    BaseCurrency: edition.baseCurrency, CountryCode: edition.countryCode, IsDemoCompany: true, OrganisationStatus: 'ACTIVE',
    RegistrationNumber: String(10_000_000 + (seed % 89_999_999)).padStart(8, '0'), TaxNumber: '101-2-303',
    FinancialYearEndDay: edition.yearEnd.day, FinancialYearEndMonth: edition.yearEnd.month, SalesTaxBasis: 'ACCRUALS',
    SalesTaxPeriod: edition.salesTaxPeriod, DefaultSalesTax: 'Tax Exclusive', DefaultPurchasesTax: 'Tax Exclusive',
    PeriodLockDate: msDate(14_821), CreatedDateUTC: msBare(createdAt), OrganisationEntityType: 'COMPANY', Timezone: edition.timezone,
    ShortCode: `!${books.ids.id(Kind.user, 9).slice(0, 5).toUpperCase()}`, OrganisationID: organisationId, Edition: 'BUSINESS', Class: 'DEMO',
    Addresses: [
      { AddressType: 'POBOX', AddressLine1: '23 Main Street', City: 'Marineville', Region: '', PostalCode: '12345', Country: edition.country, AttentionTo: '' },
    ],
    Phones: [{ PhoneType: 'OFFICE', PhoneNumber: '1234 5678', PhoneAreaCode: '800', PhoneCountryCode: '' }],
    ExternalLinks: [], PaymentTerms: { Bills: { Day: 14, Type: 'DAYSAFTERBILLDATE' }, Sales: { Day: 14, Type: 'DAYSAFTERBILLDATE' } },
    TaxNumberName: edition.taxNumberName,
  };
}

export function accountWire(books: Books, row: number): Wire {
  const account = books.drawing.chart[row];
  const bank = account.type === 'BANK';
  const { taxRates } = books.drawing.options.edition;
  const usual = account.use === 'sales' || account.use === 'purchases' ? taxRates.find((rate) => rate[account.use as 'sales' | 'purchases'] > 20) : undefined;
  const wire: Wire = { AccountID: books.ids.id(Kind.account, row) };
  if (account.code !== null) wire.Code = account.code;
  wire.Name = books.accountName(row);
  wire.Status = account.status;
  wire.Type = account.type;
  wire.TaxType = account.taxType ?? usual?.taxType ?? 'NONE';
  if (account.description) wire.Description = account.description;
  wire.Class = account.class;
  // Ordinary accounts come with empty texts where bank accounts have values: empty is not a value of the enum.
  if (account.systemAccount) wire.SystemAccount = account.systemAccount;
  else if (!bank && row % 2 === 0) wire.SystemAccount = '';
  wire.EnablePaymentsToAccount = takesPayments(account);
  wire.ShowInExpenseClaims = account.use === 'purchases';
  if (account.bankAccountNumber) wire.BankAccountNumber = account.bankAccountNumber;
  wire.BankAccountType = account.bankAccountType ?? '';
  if (account.currency) wire.CurrencyCode = account.currency;
  else if (row % 9 === 0) wire.CurrencyCode = '';
  wire.ReportingCode = account.reportingCode;
  wire.HasAttachments = false;
  wire.UpdatedDateUTC = msInstant(stampOf(books, 'account', row));
  wire.AddToWatchlist = false;
  return wire;
}

export function taxRateWire(books: Books, row: number): Wire {
  const rate = books.drawing.options.edition.taxRates[row];
  const components = rate.components ?? [{ name: rate.name.includes('GST') ? 'GST' : 'VAT', basisPoints: rate.basisPoints }];
  return {
    Name: rate.name, TaxType: rate.taxType, ReportTaxType: rate.reportTaxType,
    CanApplyToAssets: true, CanApplyToEquity: true, CanApplyToExpenses: rate.sales === 0, CanApplyToLiabilities: true,
    CanApplyToRevenue: rate.purchases === 0 || rate.sales > 0, DisplayTaxRate: percent(rate.basisPoints), EffectiveRate: percent(rate.basisPoints),
    Status: rate.status ?? 'ACTIVE',
    TaxComponents: components.map((part) => ({ Name: part.name, Rate: percent(part.basisPoints), IsCompound: false, IsNonRecoverable: false })),
  };
}

export function itemWire(books: Books, row: number, fourPlaces: boolean): Wire {
  const item: ItemRow = books.items[row];
  const price = (value: number): number => (fourPlaces ? value / 10_000 : Math.round(value / 100) / 100);
  const account = (use: 'sales' | 'purchases'): string => books.drawing.chart.find((known) => known.use === use)!.code!;
  const rate = (use: 'sales' | 'purchases'): string => books.drawing.options.edition.taxRates.find((known) => known[use] > 20)!.taxType;
  const wire: Wire = { ItemID: books.ids.id(Kind.item, row), Code: item.code };
  if (item.description) wire.Description = item.description;
  if (item.purchaseDescription) wire.PurchaseDescription = item.purchaseDescription;
  wire.UpdatedDateUTC = msInstant(stampOf(books, 'item', row));
  const purchase: Wire = item.purchasePrice === undefined ? {} : { UnitPrice: price(item.purchasePrice), TaxType: item.purchaseTaxType ?? rate('purchases') };
  if (item.purchasePrice !== undefined) purchase[item.tracked ? 'COGSAccountCode' : 'AccountCode'] = item.purchaseAccount ?? (item.tracked ? '310' : account('purchases'));
  wire.PurchaseDetails = purchase;
  wire.SalesDetails = item.salesPrice === undefined ? {} : { UnitPrice: price(item.salesPrice), AccountCode: item.salesAccount ?? account('sales'), TaxType: item.salesTaxType ?? rate('sales') };
  const name = books.itemName(row);
  if (name) wire.Name = name;
  wire.IsTrackedAsInventory = item.tracked;
  if (item.tracked) {
    wire.InventoryAssetAccountCode = item.assetAccount ?? '140';
    wire.TotalCostPool = (item.totalCostPool ?? 0) / 100;
    wire.QuantityOnHand = item.quantityOnHand ?? 0;
  }
  wire.IsSold = item.sold ?? item.salesPrice !== undefined;
  wire.IsPurchased = item.bought ?? item.purchasePrice !== undefined;
  return wire;
}

export function trackingWire(books: Books, row: number, archived: boolean): Wire {
  const category = books.categories[row];
  const id = books.ids.id(Kind.trackingCategory, row);
  const options = category.options.map((option) => ({
    TrackingOptionID: books.ids.id(Kind.trackingOption, option.number), Name: books.optionName(option.number),
    Status: option.status, HasValidationErrors: false, IsDeleted: false, IsArchived: option.status === 'ARCHIVED', IsActive: option.status === 'ACTIVE',
  }));
  return { Name: category.name, Status: category.status, TrackingCategoryID: id, Options: options.filter((option) => archived || !option.IsArchived) };
}

export function currencyWire(books: Books, row: number): Wire {
  const { baseCurrency, foreign } = books.drawing.options.edition;
  const code = row === 0 ? baseCurrency : foreign[row - 1].code;
  return { Code: code, Description: new Intl.DisplayNames(['en'], { type: 'currency' }).of(code) ?? code };
}

export function userWire(books: Books, row: number): Wire {
  const user = [
    { EmailAddress: 'demo@example.com', FirstName: 'Dana', LastName: 'Demo', IsSubscriber: true, OrganisationRole: 'FINANCIALADVISER' },
    { EmailAddress: 'accountant@example.com', FirstName: 'Alex', LastName: '', IsSubscriber: false, OrganisationRole: 'STANDARD' },
  ][row];
  return { UserID: books.ids.id(Kind.user, row), ...user, UpdatedDateUTC: msInstant(stampOf(books, 'user', row)) };
}

/** The second theme was never dated: .NET's smallest date, far before 1970. */
export function themeWire(books: Books, row: number): Wire {
  return {
    BrandingThemeID: books.ids.id(Kind.theme, row), Name: ['Standard', 'Very orange invoice!'][row], SortOrder: row, Type: 'INVOICE',
    CreatedDateUTC: row === 0 ? msInstant(stampOf(books, 'user', 0)) : msInstant(-62_135_596_800_000),
  };
}
