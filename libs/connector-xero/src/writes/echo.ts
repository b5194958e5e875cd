import { isRecord } from '../native.js';
import { readXeroDate } from '../xero-date.js';

/** Unit prices are kept with four decimals. */
const halfUnit = 0.00005;

/** Lists that a document has exactly as they were sent. Others, such as addresses, hold what was sent among more. */
const whole: ReadonlySet<string> = new Set(['LineItems', 'JournalLines', 'Payments']);

/**
 * Whether everything that was sent is in what Xero has. Compared is what is meant: days, numbers to the precision that Xero
 * keeps, words without their spacing. The status is left out, as it moves on: a document may be paid by the time it is looked
 * for.
 */
export function echoes(native: Readonly<Record<string, unknown>>, { Status: _status, ...sent }: Readonly<Record<string, unknown>>): boolean {
  return isSame(native, sent, '');
}

function isSame(found: unknown, sent: unknown, key: string): boolean {
  if (sent === undefined) return true;
  if (typeof sent === 'number') return typeof found === 'number' && Math.abs(found - sent) <= halfUnit + Math.abs(sent) * 1e-9;
  if (typeof sent === 'string') return isSameText(found ?? '', sent);
  if (Array.isArray(sent)) return Array.isArray(found) && hasAll(found, sent, key);
  if (isRecord(sent)) return isRecord(found) && Object.entries(sent).every(([name, value]) => isSame(found[name], value, name));
  return found === sent;
}

function isSameText(found: unknown, sent: string): boolean {
  if (typeof found !== 'string') return false;
  if (/^\d{4}-\d\d-\d\d$/.test(sent)) return readXeroDate(found) === Date.parse(sent);
  return plain(found) === plain(sent);
}

function plain(words: string): string {
  return words.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Each of what was sent has a partner of its own, in any order: Xero sorts tracking as it likes. */
function hasAll(found: readonly unknown[], sent: readonly unknown[], key: string): boolean {
  if (whole.has(key) && found.length !== sent.length) return false;
  const left = [...found];
  return sent.every((element) => {
    const place = left.findIndex((candidate) => isSame(candidate, element, ''));
    if (place === -1) return false;
    left.splice(place, 1);
    return true;
  });
}
