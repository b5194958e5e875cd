/** What one dataset's records came to, so far or in the end. */
export interface DatasetCounts {
  /** Distinct records that its sources gave, whatever came of them. */
  read: number;
  /** How many its sources counted themselves for what was asked: everything, or what changed. Null where one does not say. */
  sourceTotal: number | null;
  added: number;
  changed: number;
  unchanged: number;
  /** Newly marked as deleted. */
  deleted: number;
  /** Of the whole data type: kept aside with a fault. */
  faulty: number;
  /** Deleted before they were ever served, not of this data type, or from before the sync window. */
  skipped: number;
  /** Of the whole data type: in the store in the end, tombstones and faulty ones included. */
  stored: number;
}

export const noCounts: DatasetCounts = { read: 0, sourceTotal: 0, added: 0, changed: 0, unchanged: 0, deleted: 0, faulty: 0, skipped: 0, stored: 0 };

/** Of two sources of one data type together. */
export function addCounts(one: DatasetCounts, other: Partial<DatasetCounts>): DatasetCounts {
  const sum = { ...one };
  for (const key of ['read', 'added', 'changed', 'unchanged', 'deleted', 'skipped'] as const) sum[key] += other[key] ?? 0;
  sum.sourceTotal = sum.sourceTotal === null || other.sourceTotal === null ? null : sum.sourceTotal + (other.sourceTotal ?? 0);
  return sum;
}
