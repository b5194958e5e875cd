import type { Books } from './books.js';

/** A file that hangs on a record. */
export interface AttachedFile {
  id: string;
  name: string;
  mimeType: string;
  bytes: Buffer;
  includeOnline?: boolean;
}

/** Whether files hang on the record of that id. */
export function hasAttachments({ changes: { written } }: Books, id: string): boolean {
  return written.files.has(id) || (!written.makers.has(id) && isDrawn(id));
}

/** One generated record in eight has some, and the id alone decides which. */
export function isDrawn(id: string): boolean {
  return Number.parseInt(id.slice(-1), 16) < 2;
}
