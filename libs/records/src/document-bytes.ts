import { once } from 'node:events';
import pg from 'pg';

/** A binary copy begins with a signature, flags and the length of an extension that nobody uses. */
const headerBytes = 19;
/** A row begins with how many columns it has and how long the only one is. */
const rowHeaderBytes = 6;

/** Takes the rows of a binary copy of one column as they arrive. Its chunk is only lent: the next message may overwrite it. */
class ColumnCopy extends pg.Query {
  readonly values: Buffer[] = [];
  private at = headerBytes;

  /** Each message holds one row, the first one the header too, and the last one nothing but an end mark of -1 columns. A null has a length of -1. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (chunk.readInt16BE(this.at) === 1 && chunk.readInt32BE(this.at + 2) >= 0) this.values.push(Buffer.from(chunk.subarray(this.at + rowHeaderBytes)));
    this.at = 0;
  }
}

/**
 * The only column of a select as the bytes that are stored, nulls left out. From rows `pg` makes strings: for a page of
 * documents that is more work than all the rest of answering with it, only for them to be made into bytes again. A copy brings
 * bytes; it takes no parameters, so that the values are written into the statement.
 */
export async function readBytes(client: pg.ClientBase, select: string, values: readonly unknown[]): Promise<Buffer[]> {
  const written = select.replace(/\$(\d+)/g, (_, place: string) => literal(values[Number(place) - 1]));
  const copy = new ColumnCopy(`copy (${written}) to stdout (format binary)`);
  const end = once(copy, 'end');
  client.query(copy);
  await end;
  return copy.values;
}

function literal(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return pg.escapeLiteral(value);
  throw new Error('Only texts, numbers and lists of them are written into a statement');
}
