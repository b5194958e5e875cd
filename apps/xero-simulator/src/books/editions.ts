import type { Millionths } from './money.js';

export type EditionKey = 'uk' | 'us' | 'au' | 'nz';

export interface TaxRateRow {
  taxType: string;
  name: string;
  /** Hundredths of a percent. */
  basisPoints: number;
  reportTaxType: string;
  /** How often documents of that side use the rate; 0 means never. */
  sales: number;
  purchases: number;
  components?: readonly { name: string; basisPoints: number; compound?: boolean }[];
  status?: string;
}

/** What differs between Xero's regional editions, as far as these books need it. */
export interface Edition {
  version: 'UK' | 'US' | 'AU' | 'NZ';
  countryCode: string;
  country: string;
  baseCurrency: string;
  timezone: string;
  yearEnd: { day: number; month: number };
  taxNumberName: string;
  /** Foreign currencies with their weight among foreign documents and their middle rate. */
  foreign: readonly { code: string; weight: number; rate: Millionths }[];
  taxRates: readonly TaxRateRow[];
  salesTaxPeriod: string;
}

const none: TaxRateRow = { taxType: 'NONE', name: 'No VAT', basisPoints: 0, reportTaxType: 'NONE', sales: 6, purchases: 8 };

const uk: Edition = {
  version: 'UK', countryCode: 'GB', country: 'United Kingdom', baseCurrency: 'GBP', timezone: 'GMTSTANDARDTIME',
  yearEnd: { day: 31, month: 3 }, taxNumberName: 'VAT Number', salesTaxPeriod: 'QUARTERLY1',
  foreign: [
    { code: 'USD', weight: 50, rate: 1_274_300 }, { code: 'EUR', weight: 40, rate: 1_168_250 },
    { code: 'AUD', weight: 5, rate: 1_942_100 }, { code: 'CHF', weight: 3, rate: 1_101_470 }, { code: 'JPY', weight: 2, rate: 190_412_000 },
  ],
  taxRates: [
    { taxType: 'OUTPUT2', name: '20% (VAT on Income)', basisPoints: 2000, reportTaxType: 'OUTPUT', sales: 72, purchases: 0 },
    { taxType: 'INPUT2', name: '20% (VAT on Expenses)', basisPoints: 2000, reportTaxType: 'INPUT', sales: 0, purchases: 70 },
    { taxType: 'RROUTPUT', name: '5% (VAT on Income)', basisPoints: 500, reportTaxType: 'OUTPUT', sales: 6, purchases: 0 },
    { taxType: 'RRINPUT', name: '5% (VAT on Expenses)', basisPoints: 500, reportTaxType: 'INPUT', sales: 0, purchases: 6 },
    { taxType: 'ZERORATEDOUTPUT', name: 'Zero Rated Income', basisPoints: 0, reportTaxType: 'OUTPUT', sales: 8, purchases: 0 },
    { taxType: 'ZERORATEDINPUT', name: 'Zero Rated Expenses', basisPoints: 0, reportTaxType: 'INPUT', sales: 0, purchases: 7 },
    { taxType: 'EXEMPTOUTPUT', name: 'Exempt Income', basisPoints: 0, reportTaxType: 'EXEMPTOUTPUT', sales: 5, purchases: 0 },
    { taxType: 'EXEMPTINPUT', name: 'Exempt Expenses', basisPoints: 0, reportTaxType: 'EXEMPTINPUT', sales: 0, purchases: 5 },
    { taxType: 'ECZROUTPUTSERVICES', name: 'EC Zero Rated Services', basisPoints: 0, reportTaxType: 'ECOUTPUTSERVICES', sales: 3, purchases: 0 },
    { taxType: 'REVERSECHARGES', name: 'Reverse Charge Expenses (20%)', basisPoints: 0, reportTaxType: 'REVERSECHARGES', sales: 0, purchases: 2,
      components: [{ name: 'VAT', basisPoints: 2000 }, { name: 'Reverse charge', basisPoints: -2000 }] },
    { taxType: 'DRCHARGESUPPLY20', name: 'Domestic Reverse Charge @ 20% (VAT on Income)', basisPoints: 0, reportTaxType: 'OUTPUT', sales: 0, purchases: 0 },
    { taxType: 'DRCHARGE20', name: 'Domestic Reverse Charge @ 20% (VAT on Expenses)', basisPoints: 0, reportTaxType: 'INPUT', sales: 0, purchases: 2,
      components: [{ name: 'VAT', basisPoints: 2000 }, { name: 'Reverse charge', basisPoints: -2000 }] },
    { taxType: 'CAPEXINPUT2', name: '20% (VAT on Capital Purchases)', basisPoints: 2000, reportTaxType: 'CAPITALEXPENSESINPUT', sales: 0, purchases: 0 },
    { taxType: 'SROUTPUT', name: '17.5% (VAT on Income)', basisPoints: 1750, reportTaxType: 'OUTPUT', sales: 0, purchases: 0, status: 'DELETED' },
    none,
  ],
};

const us: Edition = {
  version: 'US', countryCode: 'US', country: 'United States', baseCurrency: 'USD', timezone: 'PACIFICSTANDARDTIME',
  yearEnd: { day: 31, month: 12 }, taxNumberName: 'State Tax ID', salesTaxPeriod: '1MONTHLY',
  foreign: [{ code: 'CAD', weight: 50, rate: 1_371_200 }, { code: 'EUR', weight: 30, rate: 916_800 }, { code: 'GBP', weight: 20, rate: 784_700 }],
  taxRates: [
    { taxType: 'OUTPUT', name: 'Tax on Sales', basisPoints: 825, reportTaxType: 'OUTPUT', sales: 75, purchases: 0,
      components: [{ name: 'State Tax', basisPoints: 400 }, { name: 'City Tax', basisPoints: 425 }] },
    { taxType: 'INPUT', name: 'Tax on Purchases', basisPoints: 825, reportTaxType: 'INPUT', sales: 0, purchases: 75,
      components: [{ name: 'State Tax', basisPoints: 400 }, { name: 'City Tax', basisPoints: 425 }] },
    { taxType: 'EXEMPTOUTPUT', name: 'Tax Exempt Sales', basisPoints: 0, reportTaxType: 'EXEMPTOUTPUT', sales: 10, purchases: 0 },
    { ...none, name: 'Tax Exempt', sales: 15, purchases: 25 },
  ],
};

const au: Edition = {
  version: 'AU', countryCode: 'AU', country: 'Australia', baseCurrency: 'AUD', timezone: 'AUSEASTERNSTANDARDTIME',
  yearEnd: { day: 30, month: 6 }, taxNumberName: 'ABN', salesTaxPeriod: 'QUARTERLY1',
  foreign: [{ code: 'NZD', weight: 50, rate: 1_092_400 }, { code: 'USD', weight: 40, rate: 652_300 }, { code: 'GBP', weight: 10, rate: 514_900 }],
  taxRates: [
    { taxType: 'OUTPUT', name: 'GST on Income', basisPoints: 1000, reportTaxType: 'OUTPUT', sales: 80, purchases: 0 },
    { taxType: 'INPUT', name: 'GST on Expenses', basisPoints: 1000, reportTaxType: 'INPUT', sales: 0, purchases: 80 },
    { taxType: 'EXEMPTOUTPUT', name: 'GST Free Income', basisPoints: 0, reportTaxType: 'EXEMPTOUTPUT', sales: 14, purchases: 0 },
    { taxType: 'EXEMPTEXPENSES', name: 'GST Free Expenses', basisPoints: 0, reportTaxType: 'EXEMPTEXPENSES', sales: 0, purchases: 14 },
    { ...none, taxType: 'BASEXCLUDED', name: 'BAS Excluded', reportTaxType: 'BASEXCLUDED' },
    { ...none, name: 'Tax Exempt', sales: 0, purchases: 0 },
  ],
};

const nz: Edition = {
  version: 'NZ', countryCode: 'NZ', country: 'New Zealand', baseCurrency: 'NZD', timezone: 'NEWZEALANDSTANDARDTIME',
  yearEnd: { day: 31, month: 3 }, taxNumberName: 'GST Number', salesTaxPeriod: 'TWOMONTHS',
  foreign: [{ code: 'AUD', weight: 60, rate: 915_400 }, { code: 'USD', weight: 40, rate: 597_100 }],
  taxRates: [
    { taxType: 'OUTPUT2', name: '15% GST on Income', basisPoints: 1500, reportTaxType: 'OUTPUT', sales: 85, purchases: 0 },
    { taxType: 'INPUT2', name: '15% GST on Expenses', basisPoints: 1500, reportTaxType: 'INPUT', sales: 0, purchases: 85 },
    { taxType: 'ZERORATED', name: 'Zero Rated', basisPoints: 0, reportTaxType: 'OUTPUT', sales: 9, purchases: 7 },
    { ...none, name: 'No GST' },
  ],
};

const editions: Record<EditionKey, Edition> = { uk, us, au, nz };

/** The edition of a key in any letter case. */
export function editionOf(key: string): Edition {
  const edition = editions[key.toLowerCase() as EditionKey];
  if (!edition) throw new Error(`unknown edition "${key}": use ${Object.keys(editions).join(', ')}`);
  return edition;
}
