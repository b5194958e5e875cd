/** What a name may hold: letters and digits of any script, spaces and these marks. */
const forbidden = /[^\p{L}\p{M}\p{N}\s\-'&@.,?!]/gu;

/**
 * A company's name as it is stored. The wire's contract is to strip what it does not allow instead of refusing it:
 * `Company (Codat[1])` becomes `Company Codat1`. May end up empty, which the caller refuses.
 */
export function cleanName(name: string): string {
  return name.replace(forbidden, '').replace(/\s/g, ' ').trim();
}
