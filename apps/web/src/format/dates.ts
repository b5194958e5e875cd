const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** A system time (UTC, up to 7 fractional digits) in the reader's own time zone. */
export function formatMoment(text: string | null | undefined): string {
  const date = parse(text);
  return date === null ? '—' : moment.format(date);
}

/** A document's date belongs to the business, not to a time zone, so it is never moved. */
export function formatDay(text: string | null | undefined): string {
  const date = parse(text?.slice(0, 10));
  return date === null ? '—' : dayOnly.format(date);
}

/** How long something took, or has been taking until now. */
export function formatDuration(from: string, until: string | null | undefined): string {
  const start = parse(from);
  const end = until ? parse(until) : new Date();
  if (start === null || end === null) return '—';
  const seconds = Math.max(0, Math.round((end.getTime() - start.getTime()) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Some engines read at most three fractional digits, and a time without a zone is UTC on our wire. */
function parse(text: string | null | undefined): Date | null {
  if (!text) return null;
  const trimmed = text.replace(/(\.\d{3})\d+/, '$1');
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(trimmed) || !trimmed.includes('T') ? trimmed : `${trimmed}Z`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? null : date;
}
