export interface TrackingOptionRow {
  /** Its place among all options ever, from which its id follows. */
  number: number;
  name: string;
  status: 'ACTIVE' | 'ARCHIVED';
}

export interface TrackingCategoryRow {
  name: string;
  status: 'ACTIVE' | 'ARCHIVED';
  options: TrackingOptionRow[];
}

const drawn: readonly { name: string; options: readonly string[]; closed: readonly string[] }[] = [
  { name: 'Region', options: ['Eastside', 'North', 'South', 'West Coast'], closed: ['Überlingen (closed)'] },
  { name: 'Department', options: ['Sales', 'Workshop & Yard', '研究开发', '=Overheads'], closed: [] },
];

/** How many options every organisation begins with. */
export const drawnOptions = drawn.reduce((count, { options, closed }) => count + options.length + closed.length, 0);

/** Two categories, as many as Xero lets be active. Options are numbered through, first category first. */
export function trackingCategories(): TrackingCategoryRow[] {
  let number = 0;
  return drawn.map(({ name, options, closed }) => ({
    name, status: 'ACTIVE', options: [...options, ...closed].map((option) => ({ number: number++, name: option, status: closed.includes(option) ? 'ARCHIVED' : 'ACTIVE' })),
  }));
}
