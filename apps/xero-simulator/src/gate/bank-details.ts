/** Keys that hold the number of somebody's bank account. */
const hidden = new Set(['BankAccountNumber', 'BankAccountDetails']);

/**
 * The answer to a person who may not see bank details: the keys are left out and nothing says so, as Xero does since
 * June 2026.
 */
export function withoutBankDetails(body: string | Buffer): string | Buffer {
  const text = body.toString();
  if (text.startsWith('{')) return JSON.stringify(JSON.parse(text, (key, value: unknown) => (hidden.has(key) ? undefined : value)));
  return text.startsWith('<?xml') ? text.replaceAll(/<(BankAccountNumber|BankAccountDetails)>[^<]*<\/\1>/g, '') : body;
}
