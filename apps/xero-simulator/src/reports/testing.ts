import { read } from '../accounting/testing.js';
import type { Books } from '../books/books.js';
import type { Cents } from '../books/money.js';

interface Cell { Value: string; Attributes?: { Id: string; Value: string }[] }
interface Row { RowType: string; Title?: string; Cells?: Cell[]; Rows?: Row[] }

/** A report as a reader sees it: hundredths by account id, and of rows without account by their title, one per column. */
export interface ReadReport {
  titles: string[];
  header: string[];
  accounts: Map<string, Cents[]>;
  rows: Map<string, Cents[]>;
  sections: string[];
}

export function readReport(books: Books, name: string, query: Record<string, string> = {}): ReadReport {
  const [report] = read(books, `Reports/${name}`, query).Reports as { ReportTitles: string[]; Rows: Row[] }[];
  const accounts = new Map<string, Cents[]>();
  const rows = new Map<string, Cents[]>();
  for (const { Cells } of report.Rows.flatMap((row) => row.Rows ?? [])) {
    const [title, ...values] = Cells!;
    const id = title.Attributes?.find((attribute) => attribute.Id === 'account')?.Value;
    const amounts = values.map(({ Value }) => Math.round(Number(Value) * 100));
    if (id === undefined) rows.set(title.Value, amounts);
    else accounts.set(id, amounts);
  }
  return {
    titles: report.ReportTitles, header: report.Rows[0].Cells!.map((cell) => cell.Value), accounts, rows,
    sections: report.Rows.flatMap((row) => (row.Title ? [row.Title] : [])),
  };
}
