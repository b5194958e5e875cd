/** What one dataset's records came to so far. */
export interface DatasetCounts {
  added: number;
  changed: number;
  unchanged: number;
  deleted: number;
  faulty: number;
  skipped: number;
}

export const noCounts: DatasetCounts = { added: 0, changed: 0, unchanged: 0, deleted: 0, faulty: 0, skipped: 0 };
