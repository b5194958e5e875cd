/** PostgreSQL's classes for "not now": connection, two writers in each other's way, resources, and a server that stops or starts. */
const awayStates = /^(08|40001|40P01|53|57P0[1-5])/;
const awayCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']);
/** The driver has no codes for a connection that ends under a query, only these texts. */
const awayTexts = ['Connection terminated', 'timeout exceeded when trying to connect', 'Client has encountered a connection error'];

/** Whether the database is away for the moment, which heals by itself. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  const code = codeOf(error);
  if (code !== undefined) return awayStates.test(code) || awayCodes.has(code);
  return error instanceof Error && awayTexts.some((text) => error.message.startsWith(text));
}

/** Whether a statement was cut off because it ran longer than its reader may wait (57014). Sent again it takes as long again. */
export function isTooSlow(error: unknown): boolean {
  return codeOf(error) === '57014';
}

/** Whether a text held a character that PostgreSQL cannot store (22021, 22P05). The input check stops them earlier. */
export function isUnstorableText(error: unknown): boolean {
  const code = codeOf(error);
  return code === '22021' || code === '22P05';
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code;
}
