export interface TrackingCategoryRow {
  name: string;
  status: 'ACTIVE' | 'ARCHIVED';
  options: readonly { name: string; status: 'ACTIVE' | 'ARCHIVED' }[];
}

const active = (name: string): { name: string; status: 'ACTIVE' } => ({ name, status: 'ACTIVE' });

/** Two categories, as many as Xero lets be active. Options are numbered through, first category first. */
export const trackingCategories: readonly TrackingCategoryRow[] = [
  { name: 'Region', status: 'ACTIVE', options: [active('Eastside'), active('North'), active('South'), active('West Coast'), { name: 'Überlingen (closed)', status: 'ARCHIVED' }] },
  { name: 'Department', status: 'ACTIVE', options: [active('Sales'), active('Workshop & Yard'), active('研究开发'), active('=Overheads')] },
];

/** The number of a category's first option in the row of all options. */
export function firstOption(category: number): number {
  return trackingCategories.slice(0, category).reduce((count, row) => count + row.options.length, 0);
}
