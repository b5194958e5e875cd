import { statfs } from 'node:fs/promises';

/** PostgreSQL writes its log ahead in files of 16 MB: with less than that left, the next one may fail. */
const needed = 16 * 2 ** 20;

/** The sentence that explains a failure on a full disk, or undefined where there is room. */
export async function fullDisk(folder: string): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return undefined;
  return `The disk that holds ${folder} is full: make room or set DATA_DIR to a folder on another one. What was stored is kept.`;
}
