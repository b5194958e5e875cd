import type { TrackingCategory } from '#accounting/models/tracking-category';
import type { Call } from '#connector-kit/call';
import type { Mapped, NativeRecord, ReadPage } from '#connector-kit/connector';
import { filled, isRecord, requiredText, text } from '../native.js';
import { readWhole } from '../reading.js';

export async function readTrackingCategories(call: Call): Promise<ReadPage> {
  const page = await readWhole(call, 'TrackingCategories', 'TrackingCategories', { includeArchived: true });
  const natives = withOptions(page.natives);
  return { ...page, natives, total: natives.length };
}

/**
 * Xero nests the options in their categories. Both are records here: the answer is laid out flat when it is read, each
 * option marked with its category's id (which Xero's own options carry at times).
 */
function withOptions(categories: readonly NativeRecord[]): NativeRecord[] {
  return categories.flatMap((category) => {
    const options = Array.isArray(category.Options) ? (category.Options as unknown[]).filter(isRecord) : [];
    return [category, ...options.map((option) => ({ ...option, TrackingCategoryID: category.TrackingCategoryID }))];
  });
}

export function trackingId(native: NativeRecord): string {
  return filled(native, 'TrackingOptionID') ?? requiredText(native, 'TrackingCategoryID');
}

/** A category has children and no parent, an option the reverse. Neither has a date of change. */
export function readTrackingCategory(native: NativeRecord): Mapped<TrackingCategory> {
  const status = text(native, 'Status');
  if (status === 'DELETED') return { deleted: true };
  const isOption = filled(native, 'TrackingOptionID') !== undefined;
  const document: TrackingCategory = {
    id: trackingId(native),
    parentId: isOption ? requiredText(native, 'TrackingCategoryID') : undefined,
    name: text(native, 'Name'),
    hasChildren: !isOption,
    status: status === 'ACTIVE' ? 'Active' : status === 'ARCHIVED' ? 'Archived' : 'Unknown',
  };
  return { deleted: false, document };
}
